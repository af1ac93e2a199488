package dev.puce.it.views;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.puce.cli.Puce;
import dev.puce.iso7816.Bytes;
import dev.puce.it.CommandResult;
import dev.puce.it.RunningProgram;
import dev.puce.pcsc.TracedCall;
import dev.puce.service.PcscService;
import dev.puce.service.card.VirtualCard;
import dev.puce.testkit.Await;
import dev.puce.testkit.Calls;
import dev.puce.testkit.CanaryExchange;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.web.WebPage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Commands of puce with a canary for each row of `secrets.tsv`: in a recording with secrets, or in a card's answers.
@Timeout(120)
class RedactedOutputsTest {
    /// Some views break lines inside a secret, so parts are looked for.
    private static final int PART = 5;

    private static final Bytes ATR = Bytes.hex("3B80800101");

    /// Commands with a parameter for a trace, with the arguments of each run. FILE has all rows, OTHER the first row,
    /// EMPTY none. SEND sends all rows but the first, so that `replay` in order reports each. OUT is the output.
    private static final Map<String, List<List<String>>> TRACE_COMMANDS = Map.of(
            "show",
            List.of(
                    List.of("show", "-v", "--bytes", "1000", "--unfold", "FILE"),
                    List.of("show", "-f", "calls", "FILE"),
                    List.of("show", "-f", "json", "FILE"),
                    List.of("show", "-v", "FILE", "EMPTY"),
                    List.of("show", "-f", "pcsc-spy", "FILE")),
            "summary",
            List.of(List.of("summary", "FILE"), List.of("summary", "--json", "FILE")),
            "diff",
            List.of(List.of("diff", "FILE", "EMPTY"), List.of("diff", "--json", "EMPTY", "FILE")),
            "diagnose",
            List.of(List.of("diagnose", "FILE"), List.of("diagnose", "--json", "FILE")),
            "export",
            List.of(
                    List.of("export", "--to", "pcapng", "-o", "OUT", "FILE"),
                    List.of("export", "--to", "csv", "-o", "OUT", "FILE"),
                    List.of("export", "--to", "html", "-o", "OUT", "FILE"),
                    List.of("export", "--to", "recording", "-o", "OUT", "FILE")),
            "info",
            List.of(List.of("info", "FILE"), List.of("info", "--json", "FILE")),
            "redact",
            List.of(List.of("redact", "-o", "OUT", "FILE"), List.of("redact", "-o", "OUT", "--for", "public", "FILE")),
            "report",
            List.of(List.of("report", "-o", "OUT", "FILE"), List.of("report", "-o", "OUT", "--for", "public", "FILE")),
            "replay",
            List.of(
                    List.of("replay", "--unmatched", "9000", "OTHER", "SEND"),
                    List.of("replay", "--unmatched", "9000", "FILE", "SEND"),
                    List.of("replay", "--match", "command", "FILE", "SEND")));

    /// Commands whose file parameters are not traces.
    private static final Set<String> OTHER_FILES = Set.of("atr update", "card check");

    /// A command that does not end. Its page has a test of its own.
    private static final String WEB = "web";

    private static final Pattern HTML_BLOCK =
            Pattern.compile("<script type=\"text/plain\" id=\"puce-[^\"]+\">([^<]*)</script>");

    private static final Pattern ADDRESS = Pattern.compile("http://\\S+");

    @TempDir
    private Path folder;

    /// A card that answers each command as in the table.
    private record CanaryCard(List<CanaryExchange> exchanges) implements VirtualCard {
        @Override
        public Bytes powerOn() {
            return ATR;
        }

        @Override
        public void powerOff() {}

        @Override
        public Bytes reset() {
            return ATR;
        }

        @Override
        public Bytes transmit(Bytes command) {
            return exchanges.stream()
                    .filter(exchange -> exchange.command().equals(command))
                    .map(CanaryExchange::response)
                    .findFirst()
                    .orElse(Bytes.hex("9000"));
        }
    }

    /// All rows. Rows for cards without a known application come first, because nothing is selected then.
    private static List<CanaryExchange> exchanges() {
        var random = new SplittableRandom(7816);
        try {
            return CanaryExchange.rows(Redactor.class.getResourceAsStream("secrets.tsv")).stream()
                    .map(row -> {
                        var canary = new byte[CanaryExchange.CANARY_LENGTH];
                        random.nextBytes(canary);
                        return CanaryExchange.of(row, Bytes.of(canary));
                    })
                    .sorted(Comparator.comparing(exchange -> !exchange.before().isEmpty()))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Bytes> commands(List<CanaryExchange> exchanges) {
        var commands = new ArrayList<Bytes>();
        for (var exchange : exchanges) {
            commands.addAll(exchange.before());
            commands.add(exchange.command());
        }
        return commands;
    }

    private Path recording(String name, List<CanaryExchange> exchanges) throws IOException {
        var card = new CanaryCard(exchanges);
        var calls = new ArrayList<TracedCall>(List.of(Calls.connect(1, "Reader 00 00")));
        for (Bytes command : commands(exchanges)) {
            calls.add(Calls.transmit(
                    calls.size() + 1, command.toHex(), card.transmit(command).toHex()));
        }
        Path file = folder.resolve(name);
        try (var out = Files.newOutputStream(file);
                var writer = new RecordingWriter(out, RecordingHeader.of("test", Instant.EPOCH, Redaction.OFF), true)) {
            for (var call : calls) {
                writer.accept(call);
            }
        }
        return file;
    }

    private Path script(List<CanaryExchange> exchanges) throws IOException {
        return Files.write(
                folder.resolve("script.apdu"),
                commands(exchanges).stream().map(Bytes::toHex).toList());
    }

    static List<List<String>> runs() {
        return TRACE_COMMANDS.values().stream().flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void no_command_shows_a_secret_of_a_trace(List<String> run) throws IOException {
        var exchanges = exchanges();
        Path file = recording("trace.jsonl", exchanges);
        Path out = folder.resolve("out");
        var words = new ArrayList<String>();
        for (String word : run) {
            switch (word) {
                case "FILE" -> words.add(file.toString());
                case "EMPTY" -> words.add(recording("empty.jsonl", List.of()).toString());
                case "OUT" -> words.add(out.toString());
                case "OTHER" ->
                    words.add(recording("other.jsonl", exchanges.subList(0, 1)).toString());
                case "SEND" ->
                    words.addAll(CommandResult.puceCommand(
                            "send",
                            "-s",
                            script(exchanges.subList(1, exchanges.size())).toString()));
                default -> words.add(word);
            }
        }
        var result = puce(Map.of(), words);
        assertHides(exchanges, result.out() + result.err());
        if (run.contains("--unmatched")) {
            assertThat(result.err()).contains("a command that was not recorded");
        }
        assertThat(result.out().length() + result.err().length() + (Files.exists(out) ? Files.size(out) : 0))
                .as(result.err())
                .isGreaterThan(100);
        if (Files.exists(out)) {
            assertHides(exchanges, readable(text(out)));
        }
    }

    /// The text of a file, or of all files in an archive.
    private static String text(Path file) throws IOException {
        var text = new StringBuilder(Files.readString(file, StandardCharsets.ISO_8859_1));
        try (var zip = new ZipInputStream(Files.newInputStream(file))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                text.append(new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    /// The content of an output with the compressed blocks of an HTML file in the clear.
    private static String readable(String output) throws IOException {
        var text = new StringBuilder(output);
        var blocks = HTML_BLOCK.matcher(output);
        while (blocks.find()) {
            var compressed = new ByteArrayInputStream(Base64.getDecoder().decode(blocks.group(1)));
            text.append(new String(new InflaterInputStream(compressed).readAllBytes(), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    @Test
    void the_web_page_shows_no_secret() throws Exception {
        var exchanges = exchanges();
        Path file = recording("trace.jsonl", exchanges);
        var options = TraceFile.Options.redacting(Redaction.FULL);
        try (var page = WebPage.start(0, Redaction.FULL);
                var client = browser()) {
            for (int trace = 0; trace < 2; trace++) {
                page.open("trace.jsonl", TraceFile.open(file, options, (line, what) -> {
                    throw new AssertionError(what);
                }));
            }
            get(client, page.address());
            Await.until(
                    "both traces are read",
                    () -> get(client, page.address().resolve("/api/state")).split("\"complete\"", -1).length == 3);
            assertPageHides(exchanges, client, page.address());
            assertHides(exchanges, get(client, page.address().resolve("/api/diff?left=0&right=1")));
        }
    }

    @Test
    void the_live_web_page_shows_no_secret() throws Exception {
        var exchanges = exchanges();
        try (var service = PcscService.start();
                var client = browser()) {
            service.addReader("Reader").insert(new CanaryCard(exchanges));
            var words = new ArrayList<>(
                    List.of("web", "--daemon-socket", service.socket().toString(), "--"));
            words.addAll(
                    CommandResult.puceCommand("send", "-s", script(exchanges).toString()));
            try (var web = RunningProgram.start(Map.of(), CommandResult.puceCommand(words.toArray(String[]::new)))) {
                web.await("The page stays until Ctrl-C.", 0);
                var address = ADDRESS.matcher(web.output());
                assertThat(address.find()).as(web.output()).isTrue();
                var page = URI.create(address.group());
                get(client, page);
                var last = exchanges.getLast().command().slice(0, 4).toHex();
                Await.until(
                        "the last command is in the page",
                        () -> get(client, page.resolve("/api/save?trace=0&to=recording"))
                                .contains(last));
                assertPageHides(exchanges, client, page);
                assertHides(exchanges, web.output());
            }
        }
    }

    /// Asks for everything that the page can show of its first trace.
    private static void assertPageHides(List<CanaryExchange> exchanges, HttpClient client, URI page)
            throws IOException, InterruptedException {
        var paths = new ArrayList<>(List.of(
                "state",
                "rows?trace=0&count=1000",
                "summary?trace=0",
                "diagnosis?trace=0",
                "save?trace=0&to=recording",
                "save?trace=0&to=html",
                "save?trace=0&to=csv",
                "save?trace=0&to=pcapng"));
        for (int call = 1; call <= commands(exchanges).size(); call++) {
            paths.add("details?trace=0&first=" + call);
        }
        for (String path : paths) {
            String answer = get(client, page.resolve("/api/" + path));
            assertThat(answer).as(path).hasSizeGreaterThan(10);
            assertHides(exchanges, readable(answer));
        }
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    private static String get(HttpClient client, URI address) throws IOException, InterruptedException {
        var answer = client.send(
                HttpRequest.newBuilder(address).build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        assertThat(answer.statusCode()).as(address.getPath()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void send_and_test_show_no_secret() throws IOException {
        var exchanges = exchanges();
        try (var service = PcscService.start()) {
            service.addReader("Reader").insert(new CanaryCard(exchanges));
            var environment = Map.of("PCSCLITE_CSOCK_NAME", service.socket().toString());
            String script = script(exchanges).toString();
            var test = new ArrayList<>(List.of("test"));
            for (Bytes command : commands(exchanges)) {
                test.addAll(List.of("--apdu", command.toHex()));
            }
            var json = new ArrayList<>(test);
            json.add("--json");
            for (var words : List.of(
                    List.of("send", "-s", script),
                    List.of("send", "-v", "-s", script),
                    List.of("send", "--json", "-s", script),
                    test,
                    json)) {
                var result = puce(environment, words);
                assertThat(result.out().lines())
                        .as(result.err())
                        .hasSizeGreaterThanOrEqualTo(commands(exchanges).size());
                assertHides(exchanges, result.out() + result.err());
            }
        }
    }

    @Test
    void the_text_of_spy_shows_no_secret() throws IOException {
        var exchanges = exchanges();
        Path text = folder.resolve("trace.txt");
        try (var service = PcscService.start()) {
            service.addReader("Reader").insert(new CanaryCard(exchanges));
            var words = new ArrayList<>(List.of(
                    "spy",
                    "-v",
                    "--bytes",
                    "1000",
                    "--unfold",
                    "--daemon-socket",
                    service.socket().toString()));
            words.addAll(List.of("--text", text.toString(), "--"));
            words.addAll(
                    CommandResult.puceCommand("send", "-s", script(exchanges).toString()));
            var result = puce(Map.of(), words);
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(Files.readAllLines(text))
                    .as(result.err())
                    .hasSizeGreaterThanOrEqualTo(commands(exchanges).size());
            assertHides(exchanges, Files.readString(text) + result.out() + result.err());
        }
    }

    @Test
    void the_telemetry_of_spy_has_no_secret() throws IOException {
        var exchanges = exchanges();
        var received = new ByteArrayOutputStream();
        var collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", request -> {
            try (request) {
                request.getRequestBody().transferTo(received);
                request.sendResponseHeaders(200, -1);
            }
        });
        collector.start();
        try (var service = PcscService.start()) {
            service.addReader("Reader").insert(new CanaryCard(exchanges));
            String url = "http://127.0.0.1:" + collector.getAddress().getPort();
            var words = new ArrayList<>(List.of("spy", "-q", "--otlp", url));
            words.addAll(List.of("--daemon-socket", service.socket().toString(), "--"));
            words.addAll(
                    CommandResult.puceCommand("send", "-s", script(exchanges).toString()));
            var result = puce(Map.of(), words);
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.err()).isEmpty();
        } finally {
            collector.stop(0);
        }
        assertThat(received.toString(StandardCharsets.ISO_8859_1)).contains("SCardTransmit", "pcsc.calls");
        assertHides(exchanges, received.toString(StandardCharsets.ISO_8859_1));
        assertHides(exchanges, HexFormat.of().withUpperCase().formatHex(received.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "calls", "compact"})
    void a_followed_trace_shows_no_secret(String format) throws IOException {
        var exchanges = exchanges();
        var lines = Files.readAllLines(recording("whole.jsonl", exchanges));
        Path file = Files.write(folder.resolve("trace.jsonl"), lines.subList(0, 2));
        var command = CommandResult.puceCommand("show", "--follow", "-f", format, file.toString());
        if (format.equals("compact")) {
            command.addAll(List.of("-v", "--bytes", "1000", "--unfold"));
        }
        try (var show = RunningProgram.start(Map.of(), command)) {
            show.await("Reader 00 00", 0);
            Files.write(file, lines.subList(2, lines.size()), StandardOpenOption.APPEND);
            // a last call that each view shows
            Files.write(file, List.of(lines.get(1).replace("Reader 00 00", "Last 00 00")), StandardOpenOption.APPEND);
            show.await("Last 00 00", 0);
            assertHides(exchanges, show.output());
        }
    }

    @Test
    void every_command_with_a_file_is_covered() {
        var nowhere = new PrintWriter(Writer.nullWriter());
        var found = new TreeSet<String>();
        collect(Puce.everyCommand(nowhere, nowhere), found);
        var covered = new TreeSet<>(TRACE_COMMANDS.keySet());
        covered.addAll(OTHER_FILES);
        covered.add(WEB);
        assertThat(found).isEqualTo(covered);
    }

    private static void collect(CommandLine parent, Set<String> found) {
        for (CommandLine command : parent.getSubcommands().values()) {
            if (command.getCommandSpec().positionalParameters().stream()
                    .anyMatch(parameter -> parameter.paramLabel().contains("FILE")
                            || String.join(" ", parameter.description())
                                    .toLowerCase(Locale.ROOT)
                                    .contains("trace"))) {
                found.add(command.getCommandSpec().qualifiedName().replaceFirst("^puce ", ""));
            }
            collect(command, found);
        }
    }

    private static CommandResult puce(Map<String, String> environment, List<String> words) throws IOException {
        return CommandResult.puce(environment, words.toArray(String[]::new));
    }

    private static void assertHides(List<CanaryExchange> exchanges, String output) {
        String hex = output.replace(" ", "");
        for (var exchange : exchanges) {
            int part = Math.min(PART, exchange.canary().length());
            for (int from = 0; from + part <= exchange.canary().length(); from++) {
                String piece = exchange.canary().slice(from, from + part).toHex();
                assertThat(hex.contains(piece))
                        .as("%s: %s in%n%s", exchange.row(), piece, output)
                        .isFalse();
            }
        }
    }
}
