package dev.puce.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The HTTP server of the page: the JDK's own, with a virtual thread for each request. It listens on the loopback
/// address only.
final class WebServer implements AutoCloseable {
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final PageSecurity security;
    private final PageRequests requests;

    private WebServer(HttpServer server, PageRequests requests) {
        this.server = server;
        this.requests = requests;
        security = new PageSecurity(server.getAddress().getPort());
    }

    /// Starts the server.
    ///
    /// @param port TCP port, or 0 for a free one
    static WebServer start(int port, PageRequests requests) throws IOException {
        // Without it, each answer waits for the browser's delayed acknowledgement, up to 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        HttpServer http;
        try {
            http = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException("Cannot listen at 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
        var server = new WebServer(http, requests);
        http.createContext("/", server::handle);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/?token=" + security.token());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            protect(exchange.getResponseHeaders());
            var headers = exchange.getRequestHeaders();
            if (!security.isFromHere(headers, exchange.getRequestMethod())) {
                refuse(exchange, "This request is not from the page of puce.");
                return;
            }
            var query = Query.of(exchange.getRequestURI());
            if (security.isToken(query.text("token"))) {
                exchange.getResponseHeaders().set("Set-Cookie", security.newCookie());
                exchange.getResponseHeaders().set("Location", "/");
                exchange.sendResponseHeaders(303, -1);
            } else if (!security.hasCookie(headers)) {
                refuse(exchange, "Open the address that puce web printed. It has a token.");
            } else {
                answer(exchange, query);
            }
        }
    }

    private void answer(HttpExchange exchange, Query query) throws IOException {
        try {
            requests.answer(exchange, query);
        } catch (BadRequestException wrong) {
            send(
                    exchange,
                    400,
                    "application/json",
                    Json.object(json -> json.writeStringProperty("error", wrong.getMessage()))
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void protect(Headers headers) {
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    private static void refuse(HttpExchange exchange, String reason) throws IOException {
        send(exchange, 403, "text/plain; charset=utf-8", (reason + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static void send(HttpExchange exchange, int status, String type, byte... content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(content);
        }
    }

    /// Ends the server at once. Streams of events end too.
    @Override
    public void close() {
        requests.end();
        server.stop(0);
        threads.shutdownNow();
    }
}
