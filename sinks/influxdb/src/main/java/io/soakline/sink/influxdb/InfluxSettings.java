package io.soakline.sink.influxdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where points are written and how the sink says who it is.
 *
 * @param url of the server, without a path
 * @param org ignored by InfluxDB 3 and QuestDB
 * @param bucket the database in InfluxDB 3; ignored by QuestDB
 * @param gzip worth it over a network; on one machine it costs more than it saves
 */
public record InfluxSettings(String url, String org, String bucket, Credentials credentials, boolean gzip) {

    /** Environment variable with the token itself. */
    public static final String TOKEN = "SOAKLINE_INFLUX_TOKEN";
    /** Environment variable with the name of a file that holds the token. */
    public static final String TOKEN_FILE = "SOAKLINE_INFLUX_TOKEN_FILE";

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

    /** QuestDB with a user and password. */
    public record Basic(String user, String password) implements Credentials {
        @Override
        public String toString() {
            return "user " + user + " (password not shown)";
        }
    }

    /** The embedded store at {@code url}. */
    public static InfluxSettings embedded(String url) {
        return new InfluxSettings(url, "soakline", "soakline", new None(), false);
    }

    /**
     * A server with the token that {@value #TOKEN_FILE} or {@value #TOKEN} gives, or none: a token on the command line
     * would be seen by everybody on the machine.
     *
     * @throws IllegalArgumentException when both are set, or the file cannot be read or is empty
     */
    public static InfluxSettings of(
            String url, String org, String bucket, boolean gzip, Map<String, String> environment) {
        return new InfluxSettings(url, org, bucket, credentials(environment), gzip);
    }

    private static Credentials credentials(Map<String, String> environment) {
        String token = environment.getOrDefault(TOKEN, "");
        String file = environment.getOrDefault(TOKEN_FILE, "");
        if (!token.isEmpty() && !file.isEmpty()) {
            throw new IllegalArgumentException(TOKEN + " and " + TOKEN_FILE + " are both set; unset one");
        }
        if (!file.isEmpty()) {
            return new Token(read(Path.of(file)));
        }
        return token.isEmpty() ? new None() : new Token(token);
    }

    private static String read(Path file) {
        String token;
        try {
            token = Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the file that " + TOKEN_FILE + " names: " + e, e);
        }
        if (token.isEmpty()) {
            throw new IllegalArgumentException("the file " + file + " that " + TOKEN_FILE + " names is empty");
        }
        return token;
    }
}
