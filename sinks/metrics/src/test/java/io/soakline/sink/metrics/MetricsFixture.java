package io.soakline.sink.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.soakline.record.AlertState;
import io.soakline.record.VerdictState;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Plays a run, a pane each second, to whoever scrapes it: run its main with PORT SECONDS and point Prometheus at the port. */
final class MetricsFixture {

    private MetricsFixture() {}

    public static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        MutableClock clock = new MutableClock();
        MetricsState state = new MetricsState(new MetricsState.Limits(9, Duration.ofMinutes(5), Set.of("1m")), clock);
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new PrometheusView(state::read, state));
        state.accept(Samples.run("r-1"));
        try (ScrapeServer server =
                ScrapeServer.start(new MetricsSettings.Server(MetricsSettings.LOOPBACK, port, null), registry)) {
            System.out.println(server.url());
            for (int i = 0; i < seconds; i++) {
                clock.at(i + 1);
                state.accept(Samples.pane("r-1", i, Samples.latencies(2_000, i)));
                state.accept(Samples.window("r-1", "1m", i + 1, VerdictState.STEADY));
                state.accept(Samples.alert("k", AlertState.FIRING, Samples.START + i));
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }
}
