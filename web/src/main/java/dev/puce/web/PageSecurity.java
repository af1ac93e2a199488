package dev.puce.web;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Decides which requests the server answers.
///
/// - The `Host` must be this server's loopback address. A page of another site that has a name for 127.0.0.1 (DNS
///   rebinding) sends its own.
/// - A request of another site carries that site's `Origin`, which is refused. Requests that change something must
///   have an `Origin`.
/// - The cookie must have the secret of this run. A browser gets it with the token in the printed address.
final class PageSecurity {
    private static final int TOKEN_BYTES = 16;

    private final String token;
    private final String cookie;
    private final Set<String> hosts;
    private final String cookieName;

    /// @param port the server's TCP port
    PageSecurity(int port) {
        var random = new SecureRandom();
        token = secret(random);
        cookie = secret(random);
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        cookieName = "puce-" + port; // a browser sends the cookies of a host to all its ports
    }

    private static String secret(SecureRandom random) {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// The token for the address of the page.
    String token() {
        return token;
    }

    boolean isToken(String candidate) {
        return isSame(candidate, token);
    }

    /// The value of `Set-Cookie`.
    String newCookie() {
        return String.join("; ", cookieName + "=" + cookie, "Path=/", "HttpOnly", "SameSite=Strict");
    }

    /// Whether the request names this server, and does not come from a page of another site.
    boolean isFromHere(Headers headers, String method) {
        String host = headers.getFirst("Host");
        String origin = headers.getFirst("Origin");
        boolean reads = method.equals("GET");
        return host != null
                && hosts.contains(host)
                && (origin == null ? reads : hosts.stream().anyMatch(known -> origin.equals("http://" + known)));
    }

    boolean hasCookie(Headers headers) {
        return headers.getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> List.of(line.split(";", -1)).stream())
                .map(String::strip)
                .anyMatch(pair ->
                        pair.startsWith(cookieName + "=") && isSame(pair.substring(cookieName.length() + 1), cookie));
    }

    /// Compares in constant time.
    private static boolean isSame(String candidate, String secret) {
        return MessageDigest.isEqual(
                candidate.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }
}
