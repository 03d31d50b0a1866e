package io.soakline.sink.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.soakline.record.AlertState;
import io.soakline.record.VerdictState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Plays runs, a pane each second, to whoever scrapes them: run its main with PORT SECONDS RUNS and point Prometheus at it. */
final class MetricsFixture {

    private MetricsFixture() {}

    public static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        int runs = Integer.parseInt(arguments[2]);
        MutableClock clock = new MutableClock();
        MetricsState state = new MetricsState(
                new MetricsState.Limits(runs, Duration.ofMinutes(5), MetricsSettings.DEFAULT_WINDOWS), clock);
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new PrometheusView(state::read, state));
        try (ScrapeServer server =
                ScrapeServer.start(new MetricsSettings.Server(MetricsSettings.LOOPBACK, port, null), registry)) {
            System.out.println(server.url());
            for (int i = 0; i < seconds; i++) {
                clock.at(i + 1);
                for (int run = 1; run <= runs; run++) {
                    tell(state, "r-" + run, i);
                }
                state.accept(Samples.alert("k", AlertState.FIRING, Samples.START + i));
                // No test: whoever scrapes this keeps real time.
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private static void tell(MetricsState state, String run, int pane) {
        state.accept(Samples.run(run));
        state.accept(Samples.pane(run, pane, Samples.latencies(2_000, pane)));
        for (String window : MetricsSettings.DEFAULT_WINDOWS) {
            state.accept(Samples.window(run, window, pane + 1, VerdictState.STEADY));
        }
    }
}
