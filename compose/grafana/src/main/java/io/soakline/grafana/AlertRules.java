package io.soakline.grafana;

import static io.soakline.grafana.Query.max;
import static io.soakline.grafana.Query.min;
import static io.soakline.grafana.Query.sum;

import io.soakline.grafana.Query.Shape;
import java.util.List;
import java.util.Locale;

/**
 * Rules for people whom Grafana wakes. What Soakline's detectors decide at a stated rate of false alarms is taken from
 * their alerts; what needs no detector is taken from the windows and panes, so that it rings when the alerts do not.
 */
final class AlertRules {

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int WEEK = 7 * 24 * HOUR;

    private static final InfluxQl INFLUX_QL = new InfluxQl();

    private AlertRules() {}

    static List<AlertRule> all() {
        return List.of(
                detected("latency-drift", "Latency drifted", "critical"),
                new AlertRule(
                        "deadline-misses",
                        "Deadlines missed",
                        minutes(Query.of(Shape.SERIES, "panes", sum("deadlineMisses", "misses"))
                                .by("device", "run")),
                        5 * MINUTE,
                        true,
                        0,
                        "1m",
                        false,
                        "critical",
                        "engine",
                        "run {{ $labels.run }} on {{ $labels.device }} missed {{ $values.B.Value }} deadlines in a minute"),
                new AlertRule(
                        "repeatability",
                        "Same input, other output",
                        minutes(ofMinute(min("bitwiseRate", "rate"))),
                        5 * MINUTE,
                        false,
                        1,
                        "0s",
                        false,
                        "critical",
                        "engine",
                        "{{ $labels.engine }} on {{ $labels.device }} repeats itself in {{ $values.B.Value }} of all cases"),
                new AlertRule(
                        "throttling",
                        "Device throttles",
                        minutes(Query.of(Shape.SERIES, "panes", sum("throttled", "throttled"))
                                .by("device")),
                        5 * MINUTE,
                        true,
                        0,
                        "1m",
                        false,
                        "warning",
                        "device",
                        "{{ $labels.device }} throttled during {{ $values.B.Value }} inferences in a minute"),
                detected("core-contention", "Engine shares its core", "warning"),
                silence());
    }

    /** A point of an alert is written when it changes only: the newest one holds until the next. */
    private static AlertRule detected(String kind, String title, String severity) {
        return new AlertRule(
                kind,
                title,
                INFLUX_QL.of(Query.of(Shape.LATEST, "alerts", max("stateCode", "state"))
                        .is("kind", kind)
                        .by("alert", "subject", "device")),
                WEEK,
                true,
                1.5,
                "0s",
                false,
                severity,
                "fleet",
                title + ": {{ $labels.subject }} on {{ $labels.device }}");
    }

    /** Empty minutes are 0 as long as the device has said anything in the last hour; then no data is an alarm, too. */
    private static AlertRule silence() {
        return new AlertRule(
                "silence",
                "Device fell silent",
                "SELECT moving_average(count(\"received\"), 18) FROM \"panes\" WHERE $timeFilter"
                        + " GROUP BY time(10s), \"device\" fill(0)",
                HOUR,
                false,
                1e-6,
                "30s",
                true,
                "critical",
                "pipeline",
                "{{ $labels.device }} has given no pane for three minutes");
    }

    private static Query ofMinute(Query.Value value) {
        return Query.of(Shape.SERIES, "windows", value)
                .is("scope", "RUN")
                .is("window", "1m")
                .by("device", "engine", "run");
    }

    private static String minutes(Query query) {
        return INFLUX_QL.of(query, "1m");
    }

    /** As Grafana reads it from {@code provisioning/alerting}. */
    static String yaml() {
        StringBuilder yaml = new StringBuilder("""
                # Made by io.soakline.grafana.Generate from AlertRules.java; change it there.
                apiVersion: 1
                groups:
                  - orgId: 1
                    name: soakline
                    folder: Soakline
                    interval: 30s
                    rules:
                """);
        all().forEach(rule -> yaml.append(yaml(rule)));
        return yaml.toString();
    }

    private static String yaml(AlertRule rule) {
        return """
                      - uid: %s
                        title: %s
                        condition: C
                        for: %s
                        noDataState: %s
                        execErrState: Error
                        dashboardUid: %s
                        panelId: 1
                        labels: {severity: %s}
                        annotations:
                          summary: "%s"
                        data:
                          - refId: A
                            datasourceUid: %s
                            relativeTimeRange: {from: %d, to: 0}
                            model:
                              refId: A
                              rawQuery: true
                              resultFormat: time_series
                              query: >-
                                %s
                          - refId: B
                            datasourceUid: __expr__
                            model: {refId: B, type: reduce, expression: A, reducer: last, settings: {mode: dropNN}}
                          - refId: C
                            datasourceUid: __expr__
                            model:
                              refId: C
                              type: threshold
                              expression: B
                              conditions: [{evaluator: {type: %s, params: [%s]}}]
                """.indent(2).formatted(
                rule.uid(),
                rule.title(),
                rule.pending(),
                rule.silenceIsBad() ? "Alerting" : "OK",
                DashboardJson.uid(rule.dashboard(), Store.INFLUXDB),
                rule.severity(),
                rule.summary(),
                Store.INFLUXDB.uid(),
                rule.backSeconds(),
                rule.query(),
                rule.over() ? "gt" : "lt",
                String.format(Locale.ROOT, "%s", rule.limit()));
    }
}
