package dev.puce.system.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.PinCard;
import dev.puce.it.RecordingLines;
import dev.puce.system.PrivatePcscd;
import dev.puce.system.RealParts;
import dev.puce.system.browser.Chromium;
import dev.puce.testkit.Await;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce web` with live programs and a real pcscd, in a real browser.
@Timeout(180)
class LivePageInChromiumTest {
    private static final Pattern ADDRESS = Pattern.compile("http://\\S+");
    private static final String ROWS = "document.querySelectorAll('.rows .row:not(.waiting)')";
    private static final String TEXT = "document.querySelector('.viewport .rows').textContent";
    private static final String STATUS = "document.querySelector('.status-line').textContent";

    @TempDir
    static Path folder;

    private static Chromium browser;
    private static PrivatePcscd pcscd;
    private static String openscTool;

    private Closeable card = () -> {};
    private Process puce;
    private BufferedReader messages;
    private URI address;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        openscTool = RealParts.command("opensc-tool", "opensc").toString();
        browser = Chromium.start(folder);
        pcscd = PrivatePcscd.start();
    }

    @AfterAll
    static void end() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (pcscd != null) {
            pcscd.close();
        }
    }

    @AfterEach
    void endPuce() throws InterruptedException, IOException {
        card.close();
        if (puce != null) {
            puce.destroy();
            puce.waitFor();
            messages.close();
        }
        assertThat(pcscd.leftovers()).isEmpty();
    }

    /// Starts `puce web` between programs and pcscd.
    private void web(String... arguments) throws IOException {
        var words =
                new ArrayList<>(List.of("web", "--daemon-socket", pcscd.socket().toString()));
        words.addAll(List.of(arguments));
        puce = new ProcessBuilder(CommandResult.puceCommand(words.toArray(String[]::new)))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        messages = puce.errorReader();
        String line = messages.readLine();
        var found = ADDRESS.matcher(line);
        assertThat(found.find()).as(line).isTrue();
        address = URI.create(found.group());
    }

    private void awaitMessage(String beginning) throws IOException {
        String line = messages.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = messages.readLine();
        }
        assertThat(line).isNotNull();
    }

    private void show() throws InterruptedException {
        browser.open(address, 1400, 900, false);
        browser.await("document.querySelector('.trace')");
    }

    private static void run(Path socket) throws IOException {
        CommandResult.successful(
                Map.of("PCSCLITE_CSOCK_NAME", socket.toString()), List.of(openscTool, "--reader", "0", "--atr"));
    }

    private static int calls() throws InterruptedException {
        return Integer.parseInt(
                browser.evaluate("fetch('api/state').then(r => r.json()).then(s => s.traces[0].calls)"));
    }

    private static void press(String button) throws InterruptedException {
        String found =
                "[...document.querySelectorAll('.actions button')].find(b => b.textContent === '" + button + "')";
        browser.await(found);
        browser.click(found);
    }

    @Test
    void shows_filters_explains_and_saves_the_calls_of_a_command() throws Exception {
        Path recording = folder.resolve("command.jsonl");
        card = pcscd.insert(0, new PinCard());
        web("-o", recording.toString(), "--", openscTool, "--reader", "0", "--send-apdu", "00B0000010");
        show();
        browser.await("!document.querySelector('.state.live') && " + ROWS + ".length > 2");
        browser.press("/");
        browser.type("function = transmit and program = opensc-tool");
        browser.await(STATUS + ".match(/^\\d+ of /) && " + TEXT + ".includes('probing')");
        browser.press("Enter");
        browser.press("f");
        browser.await(TEXT + ".includes('READ BINARY')");
        browser.press("g");
        browser.await("document.querySelector('.details h2')");
        browser.await("['opensc-tool', '" + pcscd.reader(0) + "', 'SCardTransmit']"
                + ".every(word => document.querySelector('.details').textContent.includes(word))");
        assertThat(browser.evaluate("fetch('api/save?trace=0&to=recording').then(r => r.text())"
                        + ".then(t => t.split('\\n').filter(l => l.includes('SCardTransmit')).length)"))
                .isEqualTo(String.valueOf(transmitsIn(recording)));
    }

    private static long transmitsIn(Path recording) throws IOException {
        try (var lines = Files.lines(recording)) {
            return lines.filter(line -> line.contains("SCardTransmit")).count();
        }
    }

    @Test
    void attached_it_stops_starts_clears_and_goes_on_without_the_page() throws Exception {
        Path recording = folder.resolve("attached.jsonl");
        web("--attach", "-o", recording.toString());
        awaitMessage("puce: Attached");
        show();
        card = pcscd.insert(0, new PinCard());
        run(pcscd.socket());
        browser.await(ROWS + ".length > 0 && " + STATUS + ".includes('closing this page does not stop the spy')");

        Await.until("the recording has the first run", () -> releases(recording) == 1);
        Await.until(
                "the page has it, too",
                () -> calls() == RecordingLines.calls(recording).size());
        press("Stop");
        browser.await("document.querySelector('.state.paused')");
        int before = calls();
        run(pcscd.socket());
        Await.until("both runs are recorded", () -> releases(recording) == 2);
        assertThat(calls()).as("the page has stopped").isEqualTo(before);

        press("Start");
        browser.await("document.querySelector('.state.live')");
        press("Clear");
        browser.await(ROWS + ".length === 0");

        browser.open(URI.create("about:blank"), 800, 600, false);
        run(pcscd.socket());
        show();
        browser.await(ROWS + ".length > 0");
        Await.until("the third run is recorded, too", () -> releases(recording) == 3);
    }

    private static long releases(Path recording) throws IOException {
        try (var lines = Files.lines(recording)) {
            return lines.filter(line -> line.contains("SCardReleaseContext")).count();
        }
    }

    @Test
    void a_call_that_waits_is_a_row_that_changes_until_the_call_returns() throws Exception {
        Path socket = folder.resolve("relay");
        web("--listen", socket.toString());
        awaitMessage("puce: Listening");
        show();
        var builder = new ProcessBuilder(openscTool, "--wait", "--atr")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PCSCLITE_CSOCK_NAME", socket.toString());
        Process waiting = builder.start();
        try {
            String row = "document.querySelector('.running .row')?.textContent";
            browser.await(row + "?.includes('SCardGetStatusChange')");
            String first = browser.evaluate(row);
            browser.await(row + " !== '" + first.replace("'", "\\'") + "'");
            card = pcscd.insert(0, new PinCard());
            browser.await("document.querySelector('.running').hidden && " + ROWS + ".length > 1");
            run(socket);
            browser.await(TEXT + ".includes('Connect')");
        } finally {
            waiting.destroyForcibly().waitFor();
        }
    }
}
