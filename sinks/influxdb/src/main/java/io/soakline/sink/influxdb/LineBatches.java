package io.soakline.sink.influxdb;

import io.soakline.sink.influxdb.InfluxSettings.Batching;
import java.util.List;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;

/** Lines in batches of at most so many lines and bytes, in order. */
final class LineBatches {

    private LineBatches() {}

    static Flux<List<Line>> of(Flux<Line> lines, Batching most) {
        return Flux.defer(() -> lines.bufferUntil(new Full(most), true));
    }

    /** Whether a line has to begin a new batch. */
    private static final class Full implements Predicate<Line> {

        private final Batching most;
        private int lines;
        private long bytes;

        private Full(Batching most) {
            this.most = most;
        }

        @Override
        public boolean test(Line line) {
            long added = utf8Bytes(line.text()) + 1L; // with the line break between lines
            boolean full = lines > 0 && (lines + 1 > most.lines() || bytes + added > most.bytes());
            lines = full ? 1 : lines + 1;
            bytes = full ? added : bytes + added;
            return full;
        }
    }

    /** Half of a surrogate pair counts as two, a pair so as four. */
    private static int utf8Bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7f) {
                bytes += c > 0x7ff && !Character.isSurrogate(c) ? 2 : 1;
            }
        }
        return bytes;
    }
}
