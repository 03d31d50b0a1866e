package io.soakline.sink.influxdb;

import io.soakline.log.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the sink fares, as points: one about the sink as a whole, one for each topic. Pure. */
final class PipelinePoints {

    /** Tag {@code topic} of the point about the sink as a whole. */
    static final String ALL_TOPICS = "all";

    /** What the sink had done since its start, at one moment of the wall clock. */
    record Moment(
            long atNanos,
            long written,
            long guarded,
            long buried,
            long batches,
            long requests,
            long repeats,
            long refusals,
            long requestNanos) {}

    private PipelinePoints() {}

    /**
     * @param lags records on each topic that are not written yet
     * @param longestNanos the longest request between the two moments
     */
    static List<Point> of(String instance, Map<Topic, Long> lags, Moment before, Moment now, long longestNanos) {
        long lag = lags.values().stream().mapToLong(Long::longValue).sum();
        long requests = now.requests - before.requests;
        double meanNanos = (double) (now.requestNanos - before.requestNanos) / requests;
        List<Point> points = new ArrayList<>();
        points.add(point(instance, ALL_TOPICS, now)
                .count("lagRecords", lag)
                .count("intervalNanos", now.atNanos - before.atNanos)
                .count("pointsWritten", now.written - before.written)
                .count("pointsGuarded", now.guarded - before.guarded)
                .count("deadLetters", now.buried - before.buried)
                .count("batches", now.batches - before.batches)
                .count("requests", requests)
                .count("repeats", now.repeats - before.repeats)
                .count("refusals", now.refusals - before.refusals)
                .number("requestMeanNanos", meanNanos)
                .count("requestMaxNanos", requests == 0 ? null : longestNanos));
        lags.forEach((topic, records) ->
                points.add(point(instance, topic.name(""), now).count("lagRecords", records)));
        return points;
    }

    private static Point point(String instance, String topic, Moment now) {
        return new Point(Measurement.PIPELINE, now.atNanos)
                .tag("instance", instance)
                .tag("topic", topic);
    }
}
