package dev.puce.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Sends requests with any headers, as browsers and attackers do. HTTP 1.0 has answers without chunks.
final class PageClient {
    private final URI address;
    private String cookie = "";

    PageClient(WebPage page) {
        address = page.address();
    }

    /// An answer.
    ///
    /// @param head status line and headers, in lower case
    record Answer(int status, String head, String body) {}

    /// Follows the printed address, and keeps the cookie.
    PageClient enter() throws IOException {
        var answer = send("GET", address.getRawPath() + "?" + address.getRawQuery(), List.of(), "");
        cookie = answer.head()
                .lines()
                .filter(line -> line.startsWith("set-cookie: "))
                .map(line -> line.substring("set-cookie: ".length()).split(";", -1)[0])
                .findFirst()
                .orElseThrow();
        return this;
    }

    Answer get(String path) throws IOException {
        return send("GET", path, List.of("Cookie: " + cookie), "");
    }

    Answer post(String path, String body) throws IOException {
        return send("POST", path, List.of("Cookie: " + cookie, "Origin: http://" + host()), body);
    }

    String host() {
        return "127.0.0.1:" + address.getPort();
    }

    String cookie() {
        return cookie;
    }

    /// Sends a request. A `Host` among the headers takes the place of the right one.
    Answer send(String method, String path, List<String> headers, String body) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(method + " " + path + " HTTP/1.0");
        if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
            lines.add("Host: " + host());
        }
        lines.addAll(headers);
        var content = body.getBytes(StandardCharsets.UTF_8);
        lines.add("Content-Length: " + content.length);
        lines.add("Connection: close");
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            var out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            out.write(content);
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            return new Answer(
                    Integer.parseInt(answer.substring(9, 12)),
                    answer.substring(0, end).toLowerCase(Locale.ROOT),
                    answer.substring(end + 4));
        }
    }
}
