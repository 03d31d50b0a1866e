package io.soakline.sink.metrics;

/** The distributions of a run's times. */
final class DistributionFamilies {

    static final Family LATENCY = Family.gauge(
            "soakline.inference.latency",
            Family.Unit.SECONDS,
            "Service time of measured inferences, by pane of 10 s; warm-up excluded.");

    static final Family RESPONSE = Family.gauge(
            "soakline.inference.response",
            Family.Unit.SECONDS,
            "Response time of measured inferences, from intended start to end; warm-up excluded.");

    private DistributionFamilies() {}
}
