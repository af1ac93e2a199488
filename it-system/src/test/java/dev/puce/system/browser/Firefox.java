package dev.puce.system.browser;

import static dev.puce.system.browser.BrowserSocket.quoted;

import dev.puce.it.ProcessEnd;
import dev.puce.system.RealParts;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A headless Firefox with one page, controlled through WebDriver BiDi.
public final class Firefox implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("WebDriver BiDi listening on (ws://\\S+)");
    private static final Pattern CONTEXT = Pattern.compile("\"context\":\"([^\"]+)\"");
    private static final Map<String, String> KEYS = Map.of("Enter", "\uE007", "Escape", "\uE00C");

    private final Process process;
    private final Path log;
    private BrowserSocket socket;
    private String context;

    private Firefox(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts a browser with an empty profile.
    ///
    /// @param folder for its profile
    public static Firefox start(Path folder) throws IOException, InterruptedException {
        Path profile = Files.createDirectories(folder.resolve("firefox"));
        Path log = folder.resolve("firefox.log");
        var command = new ProcessBuilder(
                        RealParts.command("firefox-esr", "firefox-esr").toString(),
                        "--headless",
                        "--no-remote",
                        "--profile",
                        profile.toString(),
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        command.environment().put("HOME", folder.toString()); // it writes more than the profile
        var browser = new Firefox(command.start(), log);
        try {
            browser.attach();
        } catch (InterruptedException | RuntimeException | AssertionError e) {
            browser.close();
            throw e;
        }
        return browser;
    }

    private void attach() throws InterruptedException {
        Await.until(
                "the browser listens",
                () -> LISTENING.matcher(Files.readString(log)).find());
        socket = new BrowserSocket(URI.create(found(LISTENING, read(log)) + "/session"));
        socket.call("session.new", "{\"capabilities\":{}}");
        socket.call("session.subscribe", "{\"events\":[\"log.entryAdded\"]}");
        context = found(CONTEXT, socket.call("browsingContext.getTree", "{}"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    /// Opens an address on a screen of that size and waits until it is loaded.
    public void open(URI address, int width, int height) throws InterruptedException {
        socket.forgetEvents();
        inContext("browsingContext.setViewport", "\"viewport\":{\"width\":%d,\"height\":%d}".formatted(width, height));
        inContext("browsingContext.navigate", "\"wait\":\"complete\",\"url\":" + quoted(address.toString()));
    }

    /// Returns the value of a script as text. Waits if it is a promise.
    public String evaluate(String script) throws InterruptedException {
        return BrowserSocket.value(socket.call(
                "script.evaluate",
                "{\"expression\":%s,\"awaitPromise\":true,\"target\":{\"context\":\"%s\"}}"
                        .formatted(quoted("String(" + script + ")"), context)));
    }

    /// Waits until a script is true.
    public void await(String script) {
        Await.until(script, () -> evaluate("Boolean(" + script + ")").equals("true"));
    }

    /// Presses and releases keys one after the other: characters, or a name such as `Enter`.
    public void press(String keys) throws InterruptedException {
        List<String> each = KEYS.containsKey(keys)
                ? List.of(KEYS.get(keys))
                : keys.chars().mapToObj(Character::toString).toList();
        var actions = new StringBuilder();
        for (String key : each) {
            for (String type : List.of("keyDown", "keyUp")) {
                actions.append(actions.isEmpty() ? "" : ",")
                        .append("{\"type\":\"%s\",\"value\":%s}".formatted(type, quoted(key)));
            }
        }
        inContext(
                "input.performActions",
                "\"actions\":[{\"type\":\"key\",\"id\":\"keyboard\",\"actions\":[" + actions + "]}]");
    }

    /// Errors and other messages in the console since the page was opened.
    public List<String> console() {
        return socket.events("log.entryAdded");
    }

    private void inContext(String method, String parameters) throws InterruptedException {
        socket.call(method, "{\"context\":\"%s\",%s}".formatted(context, parameters));
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
        ProcessEnd.kill(process);
    }
}
