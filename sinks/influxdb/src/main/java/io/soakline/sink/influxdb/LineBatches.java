package io.soakline.sink.influxdb;

import io.soakline.sink.influxdb.InfluxSettings.Batching;
import java.nio.charset.StandardCharsets;
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
            long added = line.text().getBytes(StandardCharsets.UTF_8).length + 1L; // with the line break between lines
            boolean full = lines > 0 && (lines + 1 > most.lines() || bytes + added > most.bytes());
            lines = full ? 1 : lines + 1;
            bytes = full ? added : bytes + added;
            return full;
        }
    }
}
