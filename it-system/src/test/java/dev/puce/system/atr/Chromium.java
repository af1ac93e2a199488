package dev.puce.system.atr;

import dev.puce.system.RealParts;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A headless browser with one page on a screen of a given size, controlled through its DevTools protocol.
final class Chromium implements AutoCloseable {
    private static final Pattern WEB_SOCKET = Pattern.compile("\"webSocketDebuggerUrl\":\\s*\"([^\"]+)\"");
    private static final Pattern VALUE = Pattern.compile("\"value\":(\"(?:[^\"\\\\]|\\\\.)*\"|[^,}]+)");
    private static final Pattern DATA = Pattern.compile("\"data\":\"([^\"]*)\"");

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> incoming = new LinkedBlockingQueue<>();
    private final List<String> events = new ArrayList<>();
    private WebSocket socket;
    private int lastId;

    private Chromium(Process process) {
        this.process = process;
    }

    /// Starts a browser with an empty profile and without network services.
    ///
    /// @param folder for its profile
    static Chromium start(Path folder) throws IOException, InterruptedException {
        Path profile = Files.createDirectories(folder.resolve("profile"));
        var command = new ProcessBuilder(
                        RealParts.command("chromium", "chromium").toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile());
        command.environment().put("TMPDIR", folder.toString()); // it leaves a folder there at its end
        var browser = new Chromium(command.start());
        try {
            browser.attach(profile.resolve("DevToolsActivePort"));
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            browser.close();
            throw e;
        }
        return browser;
    }

    private void attach(Path portFile) throws IOException, InterruptedException {
        Await.until("the browser has written its port", () -> Files.exists(portFile) && Files.size(portFile) > 0);
        String port = Files.readAllLines(portFile).getFirst();
        var pages = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        String answer = http.send(pages, BodyHandlers.ofString()).body();
        Matcher url = WEB_SOCKET.matcher(answer);
        if (!url.find()) {
            throw new IOException("the browser has no page: " + answer);
        }
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(url.group(1)), new Collector(incoming))
                .join();
        for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
            call(domain + ".enable", "{}");
        }
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

    /// Opens a file on a screen of that size and waits until it is loaded.
    ///
    /// @param mobile whether the page's viewport counts, as on a phone
    void open(Path file, int width, int height, boolean mobile) throws InterruptedException {
        events.clear();
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":2,\"mobile\":%b}".formatted(width, height, mobile));
        call("Page.navigate", "{\"url\":\"%s\"}".formatted(file.toUri()));
        while (events.stream().noneMatch(event -> event.contains("\"Page.loadEventFired\""))) {
            events.add(next());
        }
    }

    /// Returns the value of a script as text.
    ///
    /// @param script an expression without double quotes
    String evaluate(String script) throws InterruptedException {
        String answer = call("Runtime.evaluate", "{\"returnByValue\":true,\"expression\":\"%s\"}".formatted(script));
        Matcher value = VALUE.matcher(answer);
        if (!value.find()) {
            throw new AssertionError("the script gives no value: " + answer);
        }
        return value.group(1).replaceAll("^\"|\"$", "");
    }

    /// Returns the printed page.
    byte[] pdf() throws InterruptedException {
        Matcher data = DATA.matcher(call("Page.printToPDF", "{\"preferCSSPageSize\":true}"));
        if (!data.find()) {
            throw new AssertionError("the browser printed nothing");
        }
        return Base64.getDecoder().decode(data.group(1));
    }

    /// Returns the events of a method since the page was opened, for example `Network.requestWillBeSent`.
    List<String> events(String method) {
        return events.stream()
                .filter(event -> event.contains("\"method\":\"" + method + "\""))
                .toList();
    }

    private String call(String method, String parameters) throws InterruptedException {
        int id = ++lastId;
        socket.sendText("{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters), true)
                .join();
        for (String message = next(); ; message = next()) {
            if (message.startsWith("{\"id\":" + id + ",")) {
                if (message.contains("\"error\":{")) {
                    throw new AssertionError(method + ": " + message);
                }
                return message;
            }
            events.add(message);
        }
    }

    private String next() throws InterruptedException {
        String message = incoming.poll(30, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("the browser has not answered for 30 s");
        }
        return message;
    }

    @Override
    public void close() {
        http.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
