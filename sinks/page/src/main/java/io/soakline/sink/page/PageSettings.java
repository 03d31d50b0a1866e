package io.soakline.sink.page;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the page is served and who may see it.
 *
 * @param host name or address to bind to
 * @param port 0 for any free one
 * @param token what a visitor must know; required unless {@code host} is a loopback address
 */
public record PageSettings(String host, int port, @Nullable String token) {

    public static final String LOOPBACK = "127.0.0.1";
    public static final int DEFAULT_PORT = 8080;

    /** Environment variable with the token itself. */
    public static final String TOKEN_VARIABLE = "SOAKLINE_PAGE_TOKEN";
    /** Environment variable with the name of a file whose first line is the token. */
    public static final String TOKEN_FILE_VARIABLE = "SOAKLINE_PAGE_TOKEN_FILE";

    private static final int SHORTEST_TOKEN = 16;

    /** @throws PageException when the host is open to others and there is no token, or the token is too short */
    public PageSettings {
        if (token == null && !isLoopback(host)) {
            throw new PageException("the page on " + host + " could be seen by others: set " + TOKEN_VARIABLE + " or "
                    + TOKEN_FILE_VARIABLE + ", or leave --host at " + LOOPBACK);
        }
        if (token != null && token.length() < SHORTEST_TOKEN) {
            throw new PageException("the page's token has " + token.length() + " characters; give it at least "
                    + SHORTEST_TOKEN + ", for example from: openssl rand -hex 16");
        }
    }

    /** This machine only, without a token. */
    public static PageSettings loopback(int port) {
        return new PageSettings(LOOPBACK, port, null);
    }

    /**
     * With the token that the environment names, if it names one.
     *
     * @throws PageException when the token's file cannot be read, or a token is needed and there is none
     */
    public static PageSettings of(String host, int port, Map<String, String> environment) {
        String token = environment.get(TOKEN_VARIABLE);
        String file = environment.get(TOKEN_FILE_VARIABLE);
        if (token == null && file != null) {
            token = firstLine(file);
        }
        return new PageSettings(host, port, token == null || token.isBlank() ? null : token.strip());
    }

    private static String firstLine(String file) {
        try {
            return Files.readString(Path.of(file)).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new PageException(
                    TOKEN_FILE_VARIABLE + " names " + file + ", which cannot be read (" + e.getMessage() + ")", e);
        }
    }

    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Binding will say so.
            return false;
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return host + ":" + port + (token == null ? "" : " (with token)");
    }
}
