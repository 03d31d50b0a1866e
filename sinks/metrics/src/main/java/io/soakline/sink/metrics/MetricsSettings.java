package io.soakline.sink.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is told, where it is served, and whether it is pushed.
 *
 * @param server null when nothing is served here
 * @param push null when nothing is pushed
 * @param runs most runs shown at once; windows over several runs count as one more each
 * @param keep how long a series is shown after the end of what it last told of
 * @param windows which windows are shown, by their names in records
 * @param instance distinct for every sink that reads the same log at the same time
 */
public record MetricsSettings(
        @Nullable Server server, @Nullable Push push, int runs, Duration keep, Set<String> windows, String instance) {

    public static final String LOOPBACK = "127.0.0.1";
    /** The port that OpenTelemetry's exporters for Prometheus listen on. */
    public static final int DEFAULT_PORT = 9464;

    static final int DEFAULT_RUNS = 200;
    static final Duration DEFAULT_KEEP = Duration.ofMinutes(5);
    static final Set<String> DEFAULT_WINDOWS = Set.of("1m", "10m", "1h", "run", "all");

    /** What Prometheus scrapes. */
    public record Server(String host, int port, @Nullable String token) {

        private static final int SHORTEST_TOKEN = 16;

        /** @throws MetricsException when the host is open to others and there is no token, or the token is too short */
        public Server {
            if (token == null && !Addresses.isLoopback(host)) {
                throw new MetricsException("metrics on " + host + " could be read by others: set "
                        + MetricsEnvironment.TOKEN + " or " + MetricsEnvironment.TOKEN + "_FILE, or leave "
                        + MetricsEnvironment.HOST + " at " + LOOPBACK);
            }
            if (token != null && token.length() < SHORTEST_TOKEN) {
                throw new MetricsException(
                        "the token for metrics has " + token.length() + " characters; give it at least "
                                + SHORTEST_TOKEN + ", for example from: openssl rand -hex 16");
            }
        }

        /** Without the token. */
        @Override
        public String toString() {
            return host + ":" + port + (token == null ? "" : " (with token)");
        }
    }

    /**
     * What is pushed by OTLP.
     *
     * @param variables OpenTelemetry's own, as they stand in the environment
     * @param maxAge panes older than this when their turn comes are dropped
     * @param buckets most buckets of one histogram; the scale is as fine as they allow
     */
    public record Push(Map<String, String> variables, Duration maxAge, int buckets) {

        static final Duration DEFAULT_MAX_AGE = Duration.ofHours(1);
        static final int DEFAULT_BUCKETS = 320;

        public Push {
            variables = Map.copyOf(variables);
        }

        /** Without the values: headers hold secrets. */
        @Override
        public String toString() {
            return "Push" + variables.keySet();
        }
    }

    /**
     * By environment variables, see the README of this module.
     *
     * @throws MetricsException when one has a value that it cannot have
     */
    public static MetricsSettings of(Map<String, String> environment) {
        return new MetricsEnvironment(environment).settings();
    }

    /** The same with another address to serve at; the token stays what the environment says. */
    public static MetricsSettings of(String host, int port, Map<String, String> environment) {
        return new MetricsEnvironment(environment).settings(host, port);
    }

    /** The same without a server of its own, for whoever serves {@link MetricsSink#registry} elsewhere. */
    public MetricsSettings withoutServer() {
        return new MetricsSettings(null, push, runs, keep, windows, instance);
    }
}
