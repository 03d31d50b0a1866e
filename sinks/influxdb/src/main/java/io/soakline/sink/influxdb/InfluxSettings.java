package io.soakline.sink.influxdb;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where points are written, how the sink says who it is, and how much it sends at once.
 *
 * <p>An {@code https} address is checked against the trust store of the JVM ({@code -Djavax.net.ssl.trustStore}); there
 * is no way to leave that out.
 *
 * @param url of the server, without a path
 * @param gzip worth it over a network; on one machine it costs more than it saves
 * @param retention how long what the sink has to make keeps points; what is there already is left as it is
 * @param longTerm where points that are worth keeping for long are written to as well; null for nowhere
 */
public record InfluxSettings(
        String url,
        Target target,
        Credentials credentials,
        boolean gzip,
        Batching batching,
        Retention retention,
        @Nullable Target longTerm,
        Points points) {

    /** Environment variable with the token itself. */
    public static final String TOKEN = "SOAKLINE_INFLUX_TOKEN";
    /** Environment variable with the name of a file that holds the token. */
    public static final String TOKEN_FILE = "SOAKLINE_INFLUX_TOKEN_FILE";

    /** What is written to, and so through which path. */
    public sealed interface Target permits Bucket, Database, Tables {}

    /**
     * Through {@code /api/v2/write}.
     *
     * @param org ignored by InfluxDB 3 and QuestDB
     * @param name the database in InfluxDB 3; ignored by QuestDB
     */
    public record Bucket(String org, String name) implements Target {}

    /**
     * Of InfluxDB 1.x, through {@code /write}.
     *
     * @param retentionPolicy empty for the default one of the database
     */
    public record Database(String name, String retentionPolicy) implements Target {}

    /** Of QuestDB, through {@code /api/v2/write}: all tables of a server, made before the first point. */
    public record Tables() implements Target {}

    /** What is shown to the server. Texts of these never show what they hold. */
    public sealed interface Credentials permits None, Token, Basic {}

    /** For a server that asks for nothing. */
    public record None() implements Credentials {}

    /** InfluxDB 2 and 3. */
    public record Token(String value) implements Credentials {
        @Override
        public String toString() {
            return "token (not shown)";
        }
    }

    /** InfluxDB 1.x, and QuestDB with a user and password. */
    public record Basic(String user, String password) implements Credentials {
        @Override
        public String toString() {
            return "user " + user + " (password not shown)";
        }
    }

    /**
     * A request is sent when one of the three is reached.
     *
     * @param lines of one request
     * @param bytes of one request, before gzip; a longer line goes alone
     * @param linger how long records wait for more of them
     */
    public record Batching(int lines, int bytes, Duration linger) {

        /** A window is up to 3 KB, so 6 MB at most; InfluxDB 1.x refuses requests above 25 MB. */
        public static final Batching DEFAULT = new Batching(2_000, 8 << 20, Duration.ofMillis(200));

        public Batching {
            if (lines < 1 || bytes < 1 || linger.isNegative() || linger.isZero()) {
                throw new IllegalArgumentException("batches need lines, bytes and a time above 0");
            }
        }
    }

    /**
     * What is written and what is not.
     *
     * @param tagValues distinct values that one tag may have, {@link TagGuard}
     * @param health how often the sink writes how it fares itself; zero for never
     * @param latencyBuckets whether the histogram of each pane is written
     */
    public record Points(int tagValues, Duration health, boolean latencyBuckets) {

        /** As many tag values as InfluxDB 1.x itself allows ({@code max-values-per-tag}). */
        public static final Points DEFAULT = new Points(100_000, Duration.ofSeconds(10), true);
    }

    /** The embedded store at {@code url}. */
    public static InfluxSettings embedded(String url) {
        return new InfluxSettings(
                url,
                new Bucket("soakline", "soakline"),
                new None(),
                false,
                Batching.DEFAULT,
                Retention.FOREVER,
                null,
                Points.DEFAULT);
    }

    /**
     * A server as the arguments and the environment say; {@link InfluxEnvironment} lists the variables. Secrets come from
     * there only, best from a file: on the command line they would be seen by everybody on the machine.
     *
     * @param bucket the database for 1.x
     * @throws IllegalArgumentException naming the variable, when one cannot be used
     */
    public static InfluxSettings of(
            String url, String org, String bucket, boolean gzip, Map<String, String> environment) {
        return new InfluxEnvironment(environment).settings(url, org, bucket, gzip);
    }

    /** The same server, where points are kept for long; null when there is no such place. */
    @Nullable
    InfluxSettings forLongTerm() {
        return longTerm == null ? null : with(longTerm).with(new Retention(retention.longTerm(), retention.longTerm()));
    }

    InfluxSettings with(Target other) {
        return new InfluxSettings(url, other, credentials, gzip, batching, retention, longTerm, points);
    }

    InfluxSettings with(Credentials other) {
        return new InfluxSettings(url, target, other, gzip, batching, retention, longTerm, points);
    }

    InfluxSettings with(Batching other) {
        return new InfluxSettings(url, target, credentials, gzip, other, retention, longTerm, points);
    }

    InfluxSettings withGzip(boolean on) {
        return new InfluxSettings(url, target, credentials, on, batching, retention, longTerm, points);
    }

    InfluxSettings with(Retention other) {
        return new InfluxSettings(url, target, credentials, gzip, batching, other, longTerm, points);
    }

    InfluxSettings withLongTerm(Target other) {
        return new InfluxSettings(url, target, credentials, gzip, batching, retention, other, points);
    }

    InfluxSettings with(Points other) {
        return new InfluxSettings(url, target, credentials, gzip, batching, retention, longTerm, other);
    }

    InfluxSettings withTagValues(int most) {
        return with(new Points(most, points.health, points.latencyBuckets));
    }

    InfluxSettings withHealth(Duration period) {
        return with(new Points(points.tagValues, period, points.latencyBuckets));
    }
}
