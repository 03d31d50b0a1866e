package io.soakline.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.soakline.record.AlertState;
import io.soakline.record.Phase;
import io.soakline.record.PhaseStats;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricDataParser;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Histogram;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is scraped, read back by a parser of the format. */
class PrometheusViewTest {

    private final MutableClock clock = new MutableClock();
    private final MetricsState state = new MetricsState(
            new MetricsState.Limits(2, Duration.ofMinutes(5), Set.of("1m", "10m", "1h", "run")), clock);
    private final PrometheusRegistry registry = new PrometheusRegistry();

    @BeforeEach
    void register() {
        registry.register(new PrometheusView(state::read, state));
        clock.at(6);
    }

    private String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ExpositionFormats.init().getPrometheusTextFormatWriter().write(out, registry.scrape());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private <T extends Metric> List<T> series(Class<T> type, String name) {
        TextPrometheusMetricDataParser parser =
                new TextPrometheusMetricDataParser(new ByteArrayInputStream(text().getBytes(StandardCharsets.UTF_8)));
        try {
            for (MetricFamily family = parser.parse(); family != null; family = parser.parse()) {
                if (family.getName().equals(name)) {
                    return family.getMetrics().stream().map(type::cast).toList();
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return List.of();
    }

    private Gauge gauge(String name, String label, String value) {
        return series(Gauge.class, name).stream()
                .filter(series -> value.equals(series.getLabels().get(label)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + "{" + label + "=" + value + "} is not in\n" + text()));
    }

    @Test
    void collect_givenAWindow_tellsItInBaseUnits() {
        state.accept(Samples.run("r-1"));
        state.accept(Samples.window("r-1", "1m", 6, VerdictState.DRIFTED));

        Gauge p99 = gauge("soakline_window_latency_quantile_seconds", "p", "0.99");
        assertThat(p99.getValue()).isEqualTo(0.0018, within(1e-12));
        assertThat(p99.getLabels())
                .containsEntry("run", "r-1")
                .containsEntry("scope", "run")
                .containsEntry("engine", "cls-autotvm")
                .containsEntry("compiler", "autotvm")
                .containsEntry("model", "cls.onnx")
                .containsEntry("device", "orin-04")
                .containsEntry("window", "1m");
        assertThat(gauge("soakline_window_latency_quantile_low95_seconds", "p", "0.99")
                        .getValue())
                .isEqualTo(0.00179, within(1e-12));
        assertThat(gauge("soakline_window_latency_max_seconds", "run", "r-1").getValue())
                .isEqualTo(0.0039, within(1e-12));
        assertThat(gauge("soakline_window_cpu_utilisation_ratio", "run", "r-1").getValue())
                .isEqualTo(0.25, within(1e-12));
        assertThat(gauge("soakline_window_end_timestamp_seconds", "run", "r-1").getValue())
                .isEqualTo(1_700_000_060.0);
        assertThat(gauge("soakline_window_verdict", "state", "drifted").getValue())
                .isEqualTo(1);
        assertThat(gauge("soakline_window_verdict", "state", "steady").getValue())
                .isZero();
    }

    @Test
    void collect_givenWhatIsNotKnown_leavesItOut() {
        state.accept(Samples.window("r-1", "1m", 6, VerdictState.STEADY));

        assertThat(series(Gauge.class, "soakline_window_energy_per_inference_joules"))
                .isEmpty();
        assertThat(series(Gauge.class, "soakline_window_latency_quantile_seconds"))
                .hasSize(1);
        assertThat(text()).doesNotContain("} NaN");
    }

    @Test
    void collect_givenPhases_tellsEach() {
        WindowStats window = Samples.window("r-1", "1m", 6, VerdictState.STEADY);
        window.setPhases(List.of(
                new PhaseStats(Phase.COMPUTE, 6_000L, 1_100_000.0, 1_050_000.0, 1_300_000.0, 1_900_000L, 0.8),
                new PhaseStats(Phase.HOST, 6_000L, 200_000.0, 190_000.0, null, 700_000L, null)));
        state.accept(window);

        assertThat(gauge("soakline_window_phase_mean_seconds", "phase", "compute")
                        .getValue())
                .isEqualTo(0.0011, within(1e-12));
        assertThat(gauge("soakline_window_phase_max_seconds", "phase", "host").getValue())
                .isEqualTo(0.0007, within(1e-12));
        assertThat(series(Gauge.class, "soakline_window_phase_quantile_seconds"))
                .hasSize(3);
        assertThat(series(Gauge.class, "soakline_window_phase_variance_ratio")).hasSize(1);
    }

    @Test
    void collect_givenPanes_addsThemUpToAHistogram() {
        long[] first = Samples.latencies(3_000, 1);
        long[] second = Samples.latencies(2_000, 2);
        state.accept(Samples.run("r-1"));
        state.accept(Samples.pane("r-1", 4, first));
        state.accept(Samples.pane("r-1", 5, second));

        Histogram histogram =
                series(Histogram.class, "soakline_inference_latency_seconds").get(0);
        assertThat(histogram.getSampleCount()).isEqualTo(5_000);
        assertThat(histogram.getSampleSum())
                .isEqualTo((Arrays.stream(first).sum() + Arrays.stream(second).sum()) * 1e-9, within(1e-9));
        assertThat(histogram.getLabels()).containsEntry("engine", "cls-autotvm").doesNotContainKey("window");
        long upTo = histogram.getBuckets().stream()
                .filter(bucket -> bucket.getUpperBound() == 0x1p-8)
                .findFirst()
                .orElseThrow()
                .getCumulativeCount();
        // 3.9 ms lies between the two humps: nothing is near the edge.
        assertThat(upTo)
                .isEqualTo(
                        Arrays.stream(first).filter(nanos -> nanos <= 3_906_250).count()
                                + Arrays.stream(second)
                                        .filter(nanos -> nanos <= 3_906_250)
                                        .count());
        Counter measured =
                series(Counter.class, "soakline_run_inferences_measured_total").get(0);
        assertThat(measured.getValue()).isEqualTo(5_000);
        assertThat(series(Counter.class, "soakline_run_inferences_missing_total")
                        .get(0)
                        .getValue())
                .isEqualTo(4);
    }

    @Test
    void collect_givenSensors_tellsBaseUnits() {
        state.accept(Samples.pane("r-1", 5, 1_000_000));

        assertThat(gauge("soakline_device_power_watts", "statistic", "mean").getValue())
                .isEqualTo(10, within(1e-9));
        assertThat(gauge("soakline_device_power_watts", "statistic", "max").getValue())
                .isEqualTo(10.5, within(1e-9));
        // 150 J in 10 s.
        assertThat(gauge("soakline_device_energy_rate_watts", "sensor", "package-0")
                        .getValue())
                .isEqualTo(15, within(1e-9));
    }

    @Test
    void collect_givenAClosedRun_endsItsSeriesAfterTheStatedTime() {
        state.accept(Samples.window("r-1", "run", 6, VerdictState.STEADY));
        state.accept(Samples.pane("r-1", 5, 1_000_000));
        clock.at(6 + 30);
        assertThat(text()).contains("run=\"r-1\"");
        clock.at(6 + 30.1);
        assertThat(text()).doesNotContain("run=\"r-1\"").doesNotContain("orin-04");
    }

    @Test
    void collect_givenMoreRunsThanAllowed_keepsTheFirstAndCountsTheRest() {
        for (int i = 1; i <= 5; i++) {
            state.accept(Samples.window("r-" + i, "1m", 6, VerdictState.STEADY));
            state.accept(Samples.window("r-" + i, "10m", 6, VerdictState.STEADY));
            state.accept(Samples.window("r-" + i, "10s", 6, VerdictState.STEADY));
        }

        assertThat(series(Gauge.class, "soakline_window_inferences")).hasSize(4);
        assertThat(series(Counter.class, "soakline_metrics_left_out_total").stream()
                        .filter(series -> "windows".equals(series.getLabels().get("what")))
                        .map(Counter::getValue))
                .containsExactly(6.0);
    }

    @Test
    void collect_givenAlerts_firesUntilResolvedAndThenVanishes() {
        state.accept(Samples.alert("k", AlertState.PENDING, Samples.START));
        assertThat(gauge("soakline_alert_pending", "alert", "k").getValue()).isEqualTo(1);
        assertThat(gauge("soakline_alert_firing", "alert", "k").getValue()).isZero();

        state.accept(Samples.alert("k", AlertState.FIRING, Samples.START + Samples.PANE));
        clock.at(100_000);
        assertThat(gauge("soakline_alert_firing", "alert", "k").getValue()).isEqualTo(1);
        assertThat(gauge("soakline_alert_since_timestamp_seconds", "alert", "k").getValue())
                .isEqualTo(1_700_000_010.0);

        state.accept(Samples.alert("k", AlertState.RESOLVED, Samples.START + 100_000 * Samples.PANE));
        assertThat(gauge("soakline_alert_firing", "alert", "k").getValue()).isZero();
        clock.at(100_031);
        assertThat(series(Gauge.class, "soakline_alert_firing")).isEmpty();
    }

    @Test
    void collect_givenAnyText_isReadBackAsItWas() {
        state.accept(Samples.alert("k", AlertState.FIRING, Samples.START));

        assertThat(gauge("soakline_alert_firing", "alert", "k").getLabels().get("subject"))
                .contains(" \"quoted\" back\\slash\nline ");
        // What lies beyond ASCII the parser cannot read.
        assertThat(text()).contains("subject=\"moteur-é \\\"quoted\\\" back\\\\slash\\nline 引擎 🚀\"");
    }

    @Test
    void collect_givenForgottenAlert_endsItAtOnce() {
        state.accept(Samples.alert("k", AlertState.FIRING, Samples.START));
        state.forgetAlert("k");

        assertThat(series(Gauge.class, "soakline_alert_firing")).isEmpty();
    }

    @Test
    void collect_givenLabelsThatBecomeEqualWhenCut_staysReadable() {
        String tooLong = "x".repeat(200);
        state.accept(Samples.alert(tooLong + "1", AlertState.FIRING, Samples.START));
        state.accept(Samples.alert(tooLong + "2", AlertState.FIRING, Samples.START));

        assertThat(series(Gauge.class, "soakline_alert_firing")).hasSize(1);
    }

    @Test
    void text_hasHelpAndTypeOfEveryFamily() {
        state.accept(Samples.run("r-1"));
        state.accept(Samples.window("r-1", "1m", 6, VerdictState.STEADY));
        state.accept(Samples.pane("r-1", 5, 1_000_000));
        List<String> lines = text().lines().toList();

        List<String> helped = named(lines, "# HELP ");
        List<String> typed = named(lines, "# TYPE ");
        assertThat(typed).hasSizeGreaterThan(30).isEqualTo(helped).doesNotHaveDuplicates();
        assertThat(lines)
                .contains("# TYPE soakline_inference_latency_seconds histogram")
                .contains("# TYPE soakline_run_inferences_measured_total counter");
    }

    private static List<String> named(List<String> lines, String start) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length(), line.indexOf(' ', start.length())))
                .toList();
    }
}
