package dev.puce.system.browser;

import static dev.puce.system.browser.BrowserSocket.quoted;

import dev.puce.it.ProcessEnd;
import dev.puce.system.RealParts;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A headless browser with one page on a screen of a given size, controlled through its DevTools protocol.
public final class Chromium implements AutoCloseable {
    private static final Pattern WEB_SOCKET = Pattern.compile("\"webSocketDebuggerUrl\":\\s*\"([^\"]+)\"");
    private static final Pattern DATA = Pattern.compile("\"data\":\"([^\"]*)\"");

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private BrowserSocket socket;

    private Chromium(Process process) {
        this.process = process;
    }

    /// Starts a browser with an empty profile and without network services.
    ///
    /// @param folder for its profile
    public static Chromium start(Path folder) throws IOException, InterruptedException {
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
        socket = new BrowserSocket(URI.create(url.group(1)));
        for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
            call(domain + ".enable", "{}");
        }
    }

    /// Opens a file on a screen of that size and waits until it is loaded.
    ///
    /// @param mobile whether the page's viewport counts, as on a phone
    public void open(Path file, int width, int height, boolean mobile) throws InterruptedException {
        open(file.toUri(), width, height, mobile);
    }

    /// Opens an address on a screen of that size and waits until it is loaded.
    ///
    /// @param mobile whether the page's viewport counts, as on a phone
    public void open(URI address, int width, int height, boolean mobile) throws InterruptedException {
        socket.forgetEvents();
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":2,\"mobile\":%b}".formatted(width, height, mobile));
        call("Page.navigate", "{\"url\":%s}".formatted(quoted(address.toString())));
        socket.awaitEvent("Page.loadEventFired");
    }

    /// Returns the value of a script as text. Waits if it is a promise.
    public String evaluate(String script) throws InterruptedException {
        return BrowserSocket.value(call(
                "Runtime.evaluate",
                "{\"returnByValue\":true,\"awaitPromise\":true,\"expression\":%s}".formatted(quoted(script))));
    }

    /// Runs a script without value, such as a library.
    public void run(String script) throws InterruptedException {
        call("Runtime.evaluate", "{\"expression\":%s}".formatted(quoted(script)));
    }

    /// Waits until a script is true.
    public void await(String script) {
        Await.until(script, () -> evaluate("Boolean(" + script + ")").equals("true"));
    }

    /// Presses and releases a key: a character, or a name such as `Enter`.
    public void press(String key) throws InterruptedException {
        String text = key.length() == 1 ? ",\"text\":" + quoted(key) : key.equals("Enter") ? ",\"text\":\"\\r\"" : "";
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    "{\"type\":\"%s\",\"key\":%s%s}".formatted(type, quoted(key), type.equals("keyDown") ? text : ""));
        }
    }

    /// Types a text into the element that has the focus.
    public void type(String text) throws InterruptedException {
        call("Input.insertText", "{\"text\":%s}".formatted(quoted(text)));
    }

    /// Moves the mouse to the middle of an element.
    ///
    /// @param element a script that gives the element
    public void hover(String element) throws InterruptedException {
        mouse("mouseMoved", element, 0.5, false);
    }

    /// Clicks on the middle of an element.
    public void click(String element) throws InterruptedException {
        drag(element, 0.5, 0.5);
    }

    /// Drags the mouse over an element.
    ///
    /// @param from share of the width at which it starts, 0 to 1
    /// @param to   share of the width at which it ends; outside of 0 to 1, it leaves the element
    public void drag(String element, double from, double to) throws InterruptedException {
        mouse("mouseMoved", element, from, false);
        mouse("mousePressed", element, from, true);
        mouse("mouseMoved", element, to, true);
        mouse("mouseReleased", element, to, true);
    }

    /// Moves, presses or releases.
    ///
    /// @param withButton whether the left button is the cause, or down meanwhile
    private void mouse(String type, String element, double share, boolean withButton) throws InterruptedException {
        String[] point = evaluate(("(() => { const e = %s; e.scrollIntoView({block: 'nearest'});"
                                + " const b = e.getBoundingClientRect();"
                                + " return (b.left + b.width * %s) + ' ' + (b.top + b.height / 2); })()")
                        .formatted(element, share))
                .split(" ", 2);
        call(
                "Input.dispatchMouseEvent",
                "{\"type\":\"%s\",\"x\":%s,\"y\":%s,\"button\":\"%s\",\"buttons\":%d,\"clickCount\":1}"
                        .formatted(
                                type,
                                point[0],
                                point[1],
                                withButton ? "left" : "none",
                                withButton && !type.equals("mouseReleased") ? 1 : 0));
    }

    /// Chooses the colours that the user prefers.
    ///
    /// @param scheme `light` or `dark`
    public void prefer(String scheme) throws InterruptedException {
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}".formatted(scheme));
    }

    /// Returns the printed page.
    public byte[] pdf() throws InterruptedException {
        Matcher data = DATA.matcher(call("Page.printToPDF", "{\"preferCSSPageSize\":true}"));
        if (!data.find()) {
            throw new AssertionError("the browser printed nothing");
        }
        return Base64.getDecoder().decode(data.group(1));
    }

    /// Returns a picture of the visible part of the page, in WebP format.
    public byte[] screenshot() throws InterruptedException {
        Matcher data = DATA.matcher(call("Page.captureScreenshot", "{\"format\":\"webp\",\"quality\":70}"));
        if (!data.find()) {
            throw new AssertionError("the browser made no picture");
        }
        return Base64.getDecoder().decode(data.group(1));
    }

    /// Returns the events of a method since the page was opened, for example `Network.requestWillBeSent`.
    public List<String> events(String method) {
        return socket.events(method);
    }

    private String call(String method, String parameters) throws InterruptedException {
        return socket.call(method, parameters);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
        http.shutdownNow();
        ProcessEnd.kill(process);
    }
}
