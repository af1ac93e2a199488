import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// How smoothly does the page scroll, or how long does its first filter take? Opens an address of `puce web`, or an HTML
/// file, in headless Chromium. Prints the time until the first rows, and the memory of the page. Prints the times of frames
/// while it scrolls with the wheel and with the scroll bar; with FILTER, only the time until the rows of this filter are
/// shown. A long task keeps the page busy for more than 50 ms.
///
///     java Scroll.java ADDRESS FOLDER [FILTER]
final class Scroll {
    /// Waits for rows, scrolls for some seconds in each way, and returns a report.
    private static final String SCRIPT = """
            (async () => {
              const long = [];
              new PerformanceObserver((list) => list.getEntries().forEach((task) => long.push(task.duration))).observe({ type: "longtask", buffered: true });
              const frame = () => new Promise(requestAnimationFrame);
              const rows = () => document.querySelectorAll(".rows .row:not(.waiting)").length;
              while (rows() < 20) await frame();
              const line = (what, value) => what.padEnd(46) + " " + value;
              const report = [line("first rows in the browser", `${(performance.now() / 1000).toFixed(2)} s`.padStart(9))];
              const list = document.querySelector(".viewport");
              const shown = async () => {
                const start = performance.now();
                await frame();
                while (rows() < 30) await frame();
                return (performance.now() - start).toFixed(0);
              };
              const measure = async (name, step) => {
                await new Promise((resolve) => setTimeout(resolve, 1000));
                long.length = 0;
                const times = [];
                const end = performance.now() + 6000;
                for (let last = performance.now(); last < end; ) {
                  step((end - last) / 6000);
                  const now = await frame();
                  times.push(now - last);
                  last = now;
                }
                times.sort((a, b) => a - b);
                const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(0);
                report.push(line(name, `${times.length} frames in 6 s, median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`.padStart(9)));
                report.push(line("  tasks of more than 50 ms", String(long.length).padStart(7) + (long.length ? `, longest ${Math.max(...long).toFixed(0)} ms` : "")));
                report.push(line("  rows after the last move", `${await shown()} ms`.padStart(10)));
              };
              await measure("wheel, 300 pixels a frame", () => list.dispatchEvent(new WheelEvent("wheel", { deltaY: 300, cancelable: true })));
              await measure("scroll bar, over all rows", (rest) => { list.scrollTop = (1 - rest) * list.scrollHeight; });
              return report.join("\\n");
            })()
            """;

    /// Waits for rows, filters them by `%s`, and returns a report.
    private static final String FILTER = """
            (async () => {
              const frame = () => new Promise(requestAnimationFrame);
              while (document.querySelectorAll(".rows .row:not(.waiting)").length < 20) await frame();
              const input = document.querySelector("#filter");
              const start = performance.now();
              input.value = "%s";
              input.dispatchEvent(new Event("input"));
              input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
              const status = () => document.querySelector(".status-line").textContent;
              while (!/ of /.test(status()) || document.querySelector(".viewport[aria-busy]")) await frame();
              return `first filter  ${input.value}`.padEnd(46) + `${((performance.now() - start) / 1000).toFixed(2)} s`.padStart(10) + "  " + status().replace(/[^ -~]/g, " ");
            })()
            """;

    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private WebSocket socket;
    private int lastId;

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        var chromium = new ProcessBuilder(
                        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
                        "--user-data-dir=" + folder, "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolveSibling("chromium.log").toFile())
                .start();
        try {
            new Scroll().run(arguments[0], folder, arguments.length > 2 ? FILTER.formatted(arguments[2]) : SCRIPT);
            System.out.printf("%-46s %7d MB%n", "memory of the page", largestPage(chromium) / 1024);
        } finally {
            chromium.descendants().forEach(ProcessHandle::destroy);
            chromium.destroy();
            chromium.waitFor();
        }
    }

    private void run(String address, Path folder, String measurement) throws Exception {
        Path port = folder.resolve("DevToolsActivePort");
        while (!Files.exists(port) || Files.size(port) == 0) {
            Thread.sleep(50);
        }
        var http = HttpClient.newHttpClient();
        var pages = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + Files.readAllLines(port).getFirst() + "/json/list"));
        String answer = http.send(pages.build(), BodyHandlers.ofString()).body();
        var url = Pattern.compile("\"webSocketDebuggerUrl\":\\s*\"([^\"]+/page/[^\"]+)\"").matcher(answer);
        if (!url.find()) {
            throw new IOException("Chromium has no page: " + answer);
        }
        socket = http.newWebSocketBuilder().buildAsync(URI.create(url.group(1)), new Listener()).join();
        call("Emulation.setDeviceMetricsOverride", "{\"width\":1440,\"height\":900,\"deviceScaleFactor\":1,\"mobile\":false}");
        call("Page.navigate", "{\"url\":\"" + address + "\"}");
        String script = measurement.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        String report = call("Runtime.evaluate", "{\"awaitPromise\":true,\"returnByValue\":true,\"expression\":\"" + script + "\"}");
        var value = Pattern.compile("\"value\":\"([^\"]*)\"").matcher(report);
        System.out.println(value.find() ? value.group(1).replace("\\n", "\n") : report);
        http.shutdownNow();
    }

    private String call(String method, String parameters) throws InterruptedException {
        int id = ++lastId;
        socket.sendText("{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters), true).join();
        String message;
        do {
            message = messages.poll(60, TimeUnit.SECONDS);
        } while (message != null && !message.startsWith("{\"id\":" + id + ","));
        return message;
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder pieces = new StringBuilder();

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

    /// Memory of the largest renderer, in kilobytes; its shared pages count in part.
    private static long largestPage(Process chromium) {
        return chromium.descendants()
                .map(process -> Path.of("/proc", String.valueOf(process.pid())))
                .filter(process -> text(process.resolve("cmdline")).contains("--type=renderer"))
                .map(process -> text(process.resolve("smaps_rollup")).lines().filter(line -> line.startsWith("Pss:")).findFirst())
                .flatMap(line -> line.stream())
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .max(Comparator.naturalOrder())
                .orElse(0L);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}
