package io.soakline.sink.metrics;

import io.soakline.sink.metrics.MetricsSettings.Push;
import io.soakline.sink.metrics.MetricsSettings.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings that come from environment variables. An empty variable is as good as none. */
final class MetricsEnvironment {

    static final String HOST = "SOAKLINE_METRICS_HOST";
    static final String PORT = "SOAKLINE_METRICS_PORT";
    /** Or a file that holds it, named by the variable with {@code _FILE} at its end. */
    static final String TOKEN = "SOAKLINE_METRICS_TOKEN";

    static final String RUNS = "SOAKLINE_METRICS_RUNS";
    static final String KEEP_SECONDS = "SOAKLINE_METRICS_KEEP_SECONDS";
    static final String WINDOWS = "SOAKLINE_METRICS_WINDOWS";
    static final String INSTANCE = "SOAKLINE_METRICS_INSTANCE";
    static final String OTLP_MAX_AGE_SECONDS = "SOAKLINE_METRICS_OTLP_MAX_AGE_SECONDS";
    static final String OTLP_BUCKETS = "SOAKLINE_METRICS_OTLP_BUCKETS";

    private static final String OTEL = "OTEL_";
    private static final String FILE = "_FILE";
    private static final Set<String> KNOWN_WINDOWS = Set.of("10s", "1m", "10m", "1h", "run", "all");
    private static final int HIGHEST_PORT = 65_535;
    /** The protocol knows no limit; what has more is not a histogram of latencies. */
    private static final int MOST_BUCKETS = 4_096;

    private final Map<String, String> variables;

    MetricsEnvironment(Map<String, String> variables) {
        this.variables = variables;
    }

    MetricsSettings settings() {
        String host = text(HOST);
        return settings(
                host.isEmpty() ? MetricsSettings.LOOPBACK : host,
                number(PORT, 0, HIGHEST_PORT, MetricsSettings.DEFAULT_PORT));
    }

    MetricsSettings settings(String host, int port) {
        String instance = text(INSTANCE);
        return new MetricsSettings(
                new Server(host, port, secret()),
                push(),
                number(RUNS, 1, Integer.MAX_VALUE, MetricsSettings.DEFAULT_RUNS),
                seconds(KEEP_SECONDS, MetricsSettings.DEFAULT_KEEP),
                windows(),
                instance.isEmpty() ? Addresses.ownName() : instance);
    }

    /** Whoever names a collector wants it told; nothing is sent unasked. */
    private @Nullable Push push() {
        boolean named = !text("OTEL_EXPORTER_OTLP_ENDPOINT").isEmpty()
                || !text("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT").isEmpty()
                || text("OTEL_METRICS_EXPORTER").equals("otlp");
        boolean off = text("OTEL_SDK_DISABLED").equalsIgnoreCase("true")
                || text("OTEL_METRICS_EXPORTER").equals("none");
        if (!named || off) {
            return null;
        }
        Map<String, String> own = variables.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(OTEL))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Push(
                own,
                seconds(OTLP_MAX_AGE_SECONDS, Push.DEFAULT_MAX_AGE),
                number(OTLP_BUCKETS, 2, MOST_BUCKETS, Push.DEFAULT_BUCKETS));
    }

    private Set<String> windows() {
        String list = text(WINDOWS);
        if (list.isEmpty()) {
            return MetricsSettings.DEFAULT_WINDOWS;
        }
        Set<String> asked =
                Pattern.compile(",").splitAsStream(list).map(String::strip).collect(Collectors.toUnmodifiableSet());
        if (!KNOWN_WINDOWS.containsAll(asked)) {
            throw new MetricsException(
                    WINDOWS + " is " + list + "; some of 10s,1m,10m,1h,run,all expected, parted by commas");
        }
        return asked;
    }

    private Duration seconds(String variable, Duration otherwise) {
        return Duration.ofSeconds(number(variable, 1, Integer.MAX_VALUE, (int) otherwise.toSeconds()));
    }

    private int number(String variable, int least, int most, int otherwise) {
        String value = text(variable);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new MetricsException(variable + " is " + value + "; a whole number expected", e);
        }
        throw new MetricsException(variable + " is " + value + "; " + least + " to " + most + " expected");
    }

    private @Nullable String secret() {
        String value = text(TOKEN);
        String file = text(TOKEN + FILE);
        if (!value.isEmpty() && !file.isEmpty()) {
            throw new MetricsException(TOKEN + " and " + TOKEN + FILE + " are both set; unset one");
        }
        if (!file.isEmpty()) {
            return firstLine(file);
        }
        return value.isEmpty() ? null : value;
    }

    private static String firstLine(String file) {
        try {
            String line = Files.readString(Path.of(file))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
            if (line.isEmpty()) {
                throw new MetricsException("the file " + file + " that " + TOKEN + FILE + " names is empty");
            }
            return line;
        } catch (IOException e) {
            throw new MetricsException("cannot read the file that " + TOKEN + FILE + " names: " + e, e);
        }
    }

    private String text(String variable) {
        return variables.getOrDefault(variable, "").strip();
    }
}
