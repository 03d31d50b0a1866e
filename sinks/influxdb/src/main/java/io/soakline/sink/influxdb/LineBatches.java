package io.soakline.sink.influxdb;

import io.soakline.sink.influxdb.InfluxSettings.Batching;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lines in batches of at most so many lines and bytes, in order. */
final class LineBatches {

    private LineBatches() {}

    /** Views of {@code lines}. */
    static List<List<Line>> of(List<Line> lines, Batching most) {
        List<List<Line>> batches = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int to = 0; to < lines.size(); to++) {
            long added = bytes(lines.get(to));
            boolean full = to - from == most.lines() || bytes + added > most.bytes();
            if (full && to > from) {
                batches.add(lines.subList(from, to));
                from = to;
                bytes = 0;
            }
            bytes += added;
        }
        if (from < lines.size()) {
            batches.add(lines.subList(from, lines.size()));
        }
        return batches;
    }

    /** With the line break between lines. */
    private static long bytes(Line line) {
        return line.text().getBytes(StandardCharsets.UTF_8).length + 1L;
    }
}
