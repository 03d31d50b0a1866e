package io.soakline.sink.influxdb;

import io.soakline.sink.influxdb.InfluxSettings.Basic;
import io.soakline.sink.influxdb.InfluxSettings.Batching;
import io.soakline.sink.influxdb.InfluxSettings.Bucket;
import io.soakline.sink.influxdb.InfluxSettings.Credentials;
import io.soakline.sink.influxdb.InfluxSettings.Database;
import io.soakline.sink.influxdb.InfluxSettings.None;
import io.soakline.sink.influxdb.InfluxSettings.Tables;
import io.soakline.sink.influxdb.InfluxSettings.Target;
import io.soakline.sink.influxdb.InfluxSettings.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings that come from environment variables. What holds a secret can also be a file, named by the variable with
 * {@code _FILE} at its end. An empty variable is as good as none.
 */
final class InfluxEnvironment {

    /** {@code v2} (the default), {@code v1} or {@code questdb}. */
    static final String API = "SOAKLINE_INFLUX_API";

    static final String RETENTION_POLICY = "SOAKLINE_INFLUX_RETENTION_POLICY";
    static final String USER = "SOAKLINE_INFLUX_USER";
    static final String PASSWORD = "SOAKLINE_INFLUX_PASSWORD";
    /** {@code true} or {@code false}. */
    static final String GZIP = "SOAKLINE_INFLUX_GZIP";

    /** {@code true} or {@code false}. */
    static final String LATENCY_BUCKETS = "SOAKLINE_INFLUX_LATENCY_BUCKETS";

    static final String BATCH_LINES = "SOAKLINE_INFLUX_BATCH_LINES";
    static final String BATCH_BYTES = "SOAKLINE_INFLUX_BATCH_BYTES";
    static final String BATCH_MILLIS = "SOAKLINE_INFLUX_BATCH_MILLIS";
    static final String RETENTION_DAYS = "SOAKLINE_INFLUX_RETENTION_DAYS";
    /** A bucket, or a retention policy of 1.x. */
    static final String LONG_TERM = "SOAKLINE_INFLUX_LONG_TERM";

    static final String LONG_TERM_DAYS = "SOAKLINE_INFLUX_LONG_TERM_DAYS";
    static final String HEALTH_SECONDS = "SOAKLINE_INFLUX_HEALTH_SECONDS";
    static final String TAG_VALUES = "SOAKLINE_INFLUX_TAG_VALUES";

    private static final String FILE = "_FILE";

    private final Map<String, String> variables;

    InfluxEnvironment(Map<String, String> variables) {
        this.variables = variables;
    }

    InfluxSettings settings(String url, String org, String bucket, boolean gzip) {
        Target target = target(org, bucket);
        return new InfluxSettings(
                url,
                target,
                credentials(),
                flag(GZIP, gzip),
                new Batching(
                        number(BATCH_LINES, 1, Batching.DEFAULT.lines()),
                        number(BATCH_BYTES, 1, Batching.DEFAULT.bytes()),
                        Duration.ofMillis(number(
                                BATCH_MILLIS, 1, (int) Batching.DEFAULT.linger().toMillis()))),
                retention(),
                longTerm(target),
                points());
    }

    private InfluxSettings.Points points() {
        InfluxSettings.Points otherwise = InfluxSettings.Points.DEFAULT;
        return new InfluxSettings.Points(
                number(TAG_VALUES, 1, otherwise.tagValues()),
                Duration.ofSeconds(
                        number(HEALTH_SECONDS, 0, (int) otherwise.health().toSeconds())),
                flag(LATENCY_BUCKETS, otherwise.latencyBuckets()));
    }

    Retention retention() {
        return new Retention(
                Duration.ofDays(number(RETENTION_DAYS, 0, 0)), Duration.ofDays(number(LONG_TERM_DAYS, 0, 0)));
    }

    private @Nullable Target longTerm(Target target) {
        String name = text(LONG_TERM);
        if (name.isEmpty()) {
            return null;
        }
        Target longTerm = longTerm(target, name);
        if (longTerm.equals(target)) {
            throw new IllegalArgumentException(
                    LONG_TERM + " is " + name + ", where everything is written to already; name another or none");
        }
        return longTerm;
    }

    private static Target longTerm(Target target, String name) {
        if (target instanceof Bucket bucket) {
            return new Bucket(bucket.org(), name);
        }
        if (target instanceof Database database) {
            return new Database(database.name(), name);
        }
        throw new IllegalArgumentException(LONG_TERM + " is " + name
                + ", and QuestDB keeps what is kept for long in tables of the same place; unset it and use "
                + LONG_TERM_DAYS);
    }

    private Target target(String org, String bucket) {
        String api = text(API);
        return switch (api) {
            case "", "v2" -> new Bucket(org, bucket);
            case "v1" -> new Database(bucket, text(RETENTION_POLICY));
            case "questdb" -> new Tables();
            default -> throw new IllegalArgumentException(API + " is " + api + "; v1, v2 or questdb expected");
        };
    }

    private Credentials credentials() {
        String token = secret(InfluxSettings.TOKEN);
        String user = text(USER);
        if (user.isEmpty()) {
            return token.isEmpty() ? new None() : new Token(token);
        }
        if (!token.isEmpty()) {
            throw new IllegalArgumentException(InfluxSettings.TOKEN + " (or its file) and " + USER
                    + " are both set; InfluxDB 2 and 3 take the token, 1.x and QuestDB the user");
        }
        return new Basic(user, secret(PASSWORD));
    }

    private boolean flag(String variable, boolean otherwise) {
        String value = text(variable);
        return switch (value) {
            case "" -> otherwise;
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(variable + " is " + value + "; true or false expected");
        };
    }

    private int number(String variable, int least, int otherwise) {
        String value = text(variable);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(variable + " is " + value + "; a whole number expected", e);
        }
        throw new IllegalArgumentException(variable + " is " + value + "; at least " + least + " expected");
    }

    private String secret(String variable) {
        String value = text(variable);
        String file = text(variable + FILE);
        if (!value.isEmpty() && !file.isEmpty()) {
            throw new IllegalArgumentException(variable + " and " + variable + FILE + " are both set; unset one");
        }
        return file.isEmpty() ? value : read(variable + FILE, Path.of(file));
    }

    private static String read(String variable, Path file) {
        String secret;
        try {
            secret = Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the file that " + variable + " names: " + e, e);
        }
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("the file " + file + " that " + variable + " names is empty");
        }
        return secret;
    }

    private String text(String variable) {
        return variables.getOrDefault(variable, "").strip();
    }
}
