package io.soakline.sink.metrics;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.soakline.sink.metrics.MetricsSettings.Server;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may scrape. With a token: whoever sends it as {@code Authorization: Bearer}. Without: this machine, and only under a
 * loopback name, so that a foreign site cannot reach it through a name of its own that resolves to it.
 */
final class ScrapeAccess extends Authenticator {

    private static final String BEARER = "Bearer ";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final @Nullable String token;
    private final Set<String> names;

    ScrapeAccess(Server server) {
        token = server.token();
        Set<String> all = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        all.add(server.host().toLowerCase(Locale.ROOT));
        names = Set.copyOf(all);
    }

    @Override
    public Result authenticate(HttpExchange exchange) {
        String known = token;
        if (known == null) {
            return isKnownName(exchange.getRequestHeaders().getFirst("Host")) ? granted() : new Failure(FORBIDDEN);
        }
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        boolean shown = header != null && header.startsWith(BEARER) && same(header.substring(BEARER.length()), known);
        if (!shown) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        }
        return shown ? granted() : new Failure(UNAUTHORIZED);
    }

    private static Result granted() {
        return new Success(new HttpPrincipal("scraper", "soakline"));
    }

    private boolean isKnownName(@Nullable String host) {
        if (host == null) {
            return false;
        }
        int colon = host.lastIndexOf(':');
        // The last colon of [::1] belongs to the address.
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return names.contains(name.toLowerCase(Locale.ROOT));
    }

    /** In a time that does not tell how much was right. */
    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
