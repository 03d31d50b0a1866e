package io.soakline.grafana;

/**
 * A rule of Grafana's own alerting: a query of InfluxDB whose newest value, of any series, is held against a limit.
 *
 * @param backSeconds how far back the query looks
 * @param over whether values over the limit are bad; else values under it
 * @param silenceIsBad whether a query without an answer is bad
 */
record AlertRule(
        String name,
        String title,
        String query,
        int backSeconds,
        boolean over,
        double limit,
        String pending,
        boolean silenceIsBad,
        String severity,
        String dashboard,
        String summary) {

    String uid() {
        return "soakline-" + name;
    }
}
