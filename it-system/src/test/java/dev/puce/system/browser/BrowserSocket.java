package dev.puce.system.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The conversation with a browser: numbered calls in JSON, their answers, and events. Chromium's DevTools protocol and
/// WebDriver BiDi both have it.
final class BrowserSocket implements AutoCloseable {
    private static final Pattern VALUE = Pattern.compile("\"value\":(\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|[^,}]+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> incoming = new LinkedBlockingQueue<>();
    private final List<String> events = new ArrayList<>();
    private final WebSocket socket;
    private int lastId;

    BrowserSocket(URI address) {
        socket = http.newWebSocketBuilder()
                .buildAsync(address, new Collector(incoming))
                .join();
    }

    /// Puts the pieces of messages together.
    private static final class Collector implements WebSocket.Listener {
        private final BlockingQueue<String> messages;
        private final StringBuilder pieces = new StringBuilder();

        Collector(BlockingQueue<String> messages) {
            this.messages = messages;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            pieces.append(text);
            if (last) {
                messages.add(pieces.toString());
                pieces.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    /// Calls a method and returns the whole answer.
    ///
    /// @param parameters a JSON object
    String call(String method, String parameters) throws InterruptedException {
        int id = ++lastId;
        socket.sendText("{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters), true)
                .join();
        var ours = Pattern.compile("\\{(?:\"type\":\"\\w+\",)?\"id\":" + id + "[,}]");
        for (String message = next(); ; message = next()) {
            if (ours.matcher(message).lookingAt()) {
                if (message.contains("\"error\":{") || message.startsWith("{\"type\":\"error\"")) {
                    throw new AssertionError(method + ": " + message);
                }
                return message;
            }
            events.add(message);
        }
    }

    private String next() throws InterruptedException {
        String message = incoming.poll(60, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("the browser has not answered for 60 s");
        }
        return message;
    }

    /// Waits for an event.
    void awaitEvent(String method) throws InterruptedException {
        while (events(method).isEmpty()) {
            events.add(next());
        }
    }

    void forgetEvents() {
        events.clear();
    }

    /// The events of a method since [#forgetEvents].
    List<String> events(String method) {
        return events.stream()
                .filter(event -> event.contains("\"method\":\"" + method + "\""))
                .toList();
    }

    /// The value in the answer to a script.
    static String value(String answer) {
        Matcher value = VALUE.matcher(answer);
        if (!value.find()) {
            throw new AssertionError("the script gives no value: " + answer);
        }
        return value.group(1).replaceAll("^\"|\"$", "").replace("\\n", "\n").replace("\\\"", "\"");
    }

    /// A text as a JSON string.
    static String quoted(String text) {
        var json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
