package io.soakline.sink.page;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.CookieHeaderNames;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Who may see the page. With a token: whoever shows it, in {@code ?token=} once (a cookie follows) or as {@code
 * Authorization: Bearer}. Without: this machine, and only under a loopback name, so that a foreign site cannot reach the
 * page through a name of its own that resolves to it.
 */
final class Access {

    enum Decision {
        GRANTED,
        /** The token was in the address: set the cookie and take it out. */
        GRANTED_BY_ADDRESS,
        WRONG_HOST,
        TOKEN_NEEDED
    }

    static final String COOKIE = "soakline";
    private static final String BEARER = "Bearer ";

    private final @Nullable String token;
    private final Set<String> names;
    /** Stands for the token in the cookie, so that the token itself is not kept in the browser. */
    private final String session;

    Access(PageSettings settings) {
        token = settings.token();
        Set<String> all = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        all.add(settings.host().toLowerCase(Locale.ROOT));
        names = Set.copyOf(all);
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        session = HexFormat.of().formatHex(random);
    }

    Decision decide(HttpServerRequest request, @Nullable String tokenInAddress) {
        if (token == null) {
            return isKnownName(request) ? Decision.GRANTED : Decision.WRONG_HOST;
        }
        if (tokenInAddress != null && same(tokenInAddress, token)) {
            return Decision.GRANTED_BY_ADDRESS;
        }
        String header = request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION);
        if (header != null && header.startsWith(BEARER) && same(header.substring(BEARER.length()), token)) {
            return Decision.GRANTED;
        }
        for (Cookie cookie :
                ServerCookieDecoder.STRICT.decode(request.requestHeaders().get(HttpHeaderNames.COOKIE, ""))) {
            if (cookie.name().equals(COOKIE) && same(cookie.value(), session)) {
                return Decision.GRANTED;
            }
        }
        return Decision.TOKEN_NEEDED;
    }

    Cookie cookie() {
        DefaultCookie cookie = new DefaultCookie(COOKIE, session);
        cookie.setHttpOnly(true);
        cookie.setPath("/");
        cookie.setSameSite(CookieHeaderNames.SameSite.Strict);
        return cookie;
    }

    private boolean isKnownName(HttpServerRequest request) {
        String host = request.requestHeaders().get(HttpHeaderNames.HOST, "").toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        // The last colon of [::1] belongs to the address.
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return names.contains(name);
    }

    /** In a time that does not tell how much was right. */
    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
