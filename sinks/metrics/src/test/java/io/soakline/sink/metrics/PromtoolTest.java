package io.soakline.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.soakline.record.AlertState;
import io.soakline.record.VerdictState;
import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is scraped, held against Prometheus' own parser and linter, where {@code promtool} is on the PATH. */
class PromtoolTest {

    @Test
    void collect_passesPrometheusOwnCheck() throws Exception {
        assumeTrue(isOnPath(), "promtool is not on the PATH (Debian: apt install prometheus); its check is left out");
        MutableClock clock = new MutableClock();
        clock.at(6);
        MetricsState state = new MetricsState(new MetricsState.Limits(9, Duration.ofMinutes(5), Set.of("1m")), clock);
        state.accept(Samples.run("r-1"));
        state.accept(Samples.window("r-1", "1m", 6, VerdictState.STEADY));
        state.accept(Samples.pane("r-1", 5, Samples.latencies(1_000, 1)));
        state.accept(Samples.alert("k", AlertState.FIRING, Samples.START));
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new PrometheusView(state::read, state));

        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = promtool.getOutputStream()) {
            ExpositionFormats.init().getPrometheusTextFormatWriter().write(in, registry.scrape());
        }
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
        assertThat(said).isBlank();
    }

    private static boolean isOnPath() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    }
}
