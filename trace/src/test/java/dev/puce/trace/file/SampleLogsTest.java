package dev.puce.trace.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.testkit.SharedData;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.render.CallsRenderer;
import dev.puce.trace.render.Palette;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the sample logs of other tools, and compares their content with the list that comes with them.
final class SampleLogsTest {
    private static final String FOLDER = "data/logs/";

    private final List<String> problems = new ArrayList<>();
    private TraceFile.Options options = TraceFile.Options.redacting(Redaction.OFF);
    private String format = "";

    private List<TracedCall> read(byte[] content) throws IOException {
        var calls = new CallList();
        try (var trace = TraceFile.of(
                new ByteArrayInputStream(content),
                "sample",
                options,
                (line, what) -> problems.add(line + ": " + what))) {
            format = trace.format().name();
            trace.read(calls);
        }
        return calls.calls().stream()
                .sorted(Comparator.comparingLong(TracedCall::sequence))
                .toList();
    }

    private static byte[] content(String file) throws IOException {
        return Files.readAllBytes(SharedData.require(FOLDER + file));
    }

    private static List<String> exchanges(List<TracedCall> calls) {
        var exchanges = new ArrayList<String>();
        for (TracedCall call : calls) {
            if (call.call() instanceof Call.Transmit transmit) {
                var response =
                        call.result() instanceof Result.Transmit(var _, Bytes received, var _) ? received : Bytes.EMPTY;
                exchanges.add(transmit.sendBuffer().toHex() + " > " + response.toHex());
            }
        }
        return exchanges;
    }

    /// The file is an object with a list for each sample; a list has pairs of command and answer.
    private static Map<String, List<String>> expected() throws IOException {
        var expected = new HashMap<String, List<String>>();
        var file = SharedData.require(FOLDER + "exchanges.json");
        try (JsonParser json =
                JsonFactory.builder().build().createParser(ObjectReadContext.empty(), Files.readAllBytes(file))) {
            var exchanges = new ArrayList<String>();
            String command = null;
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME) {
                    exchanges = new ArrayList<>();
                    expected.put(json.currentName(), exchanges);
                } else if (token == JsonToken.VALUE_STRING) {
                    exchanges.addAll(command == null ? List.of() : List.of(command + " > " + json.getString()));
                    command = command == null ? json.getString() : null;
                }
            }
        }
        return expected;
    }

    static Stream<String> samples() {
        return SAMPLES.lines().map(row -> row.substring(0, row.indexOf('|')).strip());
    }

    static Stream<String> textSamples() {
        return samples().filter(file -> !file.endsWith(".pcap"));
    }

    /// Sample, its format, and the reader, the ATR and the program that it must show; `-` is none.
    private static final String SAMPLES = """
            apdu4j-20.08.txt             | apdu4j   | Virtual PCD 00 00 | 3B8E018073C021C058707563652050495669 | -
            apdu4j-26.04.txt             | apdu4j   | Virtual PCD 00 00 | 3B8E018073C021C058707563652050495669 | -
            apdu4j-dump.txt              | apdu4j   | Virtual PCD 00 00 | 3B8E018073C021C058707563652050495669 | -
            apduplay-winscard_log.txt    | apduplay | - | - | -
            arrows-logcat.txt            | arrows   | - | - | -
            eid-mw.log                   | eid-mw   | - | - | -
            freerdp-2.log                | freerdp  | - | - | -
            macos-10.10-system.log       | macos    | Example R502(1) | - | -
            macos-10.13-default.log      | macos    | - | - | -
            macos-compact.log            | macos    | Example CCID Reader | - | Example Mail
            macos-console-copy.txt       | macos    | Example 38U-CCID | 3B041704FFFF | -
            macos-default-apdulog.log    | macos    | - | - | -
            macos-default-debug-2022.log | macos    | Example Smart Card Keyboard | 3B7A18000073667465206364313434 | pivtoken
            macos-json-show.json         | macos    | - | - | -
            macos-ndjson-join.ndjson     | macos    | Example CCID Reader | 3B8A800180641211111073C0C1801F | cardapp
            macos-syslog-source-2022.log | macos    | Example CCID Reader | 3B8A800180641211111073C0C1801F | cardapp
            opensc-0.15-linux.txt        | opensc   | Example Reader 00 00 | - | opensc-pkcs11
            opensc-0.18-windows.txt      | opensc   | Example USB Smart Card Reader 0 | 3BFF9600008131FE4380318065B085040120120FFF829000D0 | pkcs15-init
            opensc-0.23-color.txt        | opensc   | Virtual PCD 00 00 | - | opensc-tool
            opensc-0.23-debug9.txt       | opensc   | Virtual PCD 00 00 | - | opensc-tool
            opensc-tool-send.txt         | arrows   | - | - | -
            pcsc-spy-1.9.9-text.txt      | pcsc-spy | - | - | -
            pcsc-spy-2.5.1-text-color.txt | pcsc-spy | - | - | -
            pcscd-1.8-journal.log        | pcscd    | Example USB Reader 00 00 | - | -
            pcscd-1.9.9-apdu-only.log    | pcscd    | - | - | -
            pcscd-1.9.9-plain.log        | pcscd    | Virtual PCD 00 00 | 3B9F95801FC78031E073FE2113574A330E141311108A | -
            pcscd-1.9.9-two-clients.log  | pcscd    | Virtual PCD 00 00 | - | -
            pcscd-2.5.1-color.log        | pcscd    | Virtual PCD 00 00 | - | -
            pkcs11-spy-0.23.log          | pkcs11-spy | - | - | -
            proxmark3-14a-list.txt       | proxmark3 | - | - | -
            pyscard-console.txt          | arrows   | Virtual PCD 00 00 | - | -
            pysim-trace.txt              | arrows   | - | - | -
            scdaemon-2.2-cardio.log      | scdaemon | Virtual PCD 00 00 | 3BDA18FF81B1FE751F030031F573C001600090001C | scdaemon
            scdaemon-2.4-cardio.log      | scdaemon | Example Token CCID 00 00 | 3BDA18FF81B1FE751F030031F573C001600090001C | scdaemon
            scriptor.txt                 | arrows   | - | 3B8E018073C021C058707563652050495669 | -
            usbmon-ccid-apdu.pcap        | usb      | USB bus 1 device 5 | 3BFC1300008131FE15597562696B65794E454F7233E1 | -
            usbmon-ccid-tpdu-t1.pcap     | usb      | USB bus 1 device 5 | 3BFC1300008131FE15597562696B65794E454F7233E1 | -
            ykman-5-traffic.log          | arrows   | - | - | -
            yubico-piv-tool-v2.txt       | arrows   | Virtual PCD 00 00 | - | -
            """;

    @ParameterizedTest
    @MethodSource("samples")
    void sample_yields_the_listed_exchanges(String file) throws IOException {
        var calls = read(content(file));
        assertThat(problems).isEmpty();
        assertThat(exchanges(calls)).isEqualTo(expected().get(file));
    }

    /// Changes that a bug report makes to a log.
    private static final Map<String, UnaryOperator<String>> REPORTS = Map.ofEntries(
            Map.entry("Windows line ends", log -> log.replace("\n", "\r\n")),
            Map.entry("line ends written twice", log -> log.replace("\n", "\r\r\n")),
            Map.entry("no spaces at the ends", log -> eachLine(log, String::stripTrailing)),
            Map.entry("spaces at the ends", log -> eachLine(log, line -> line + "  ")),
            Map.entry("byte order mark", log -> "\uFEFF" + log),
            Map.entry("no-break spaces", log -> log.replace(' ', '\u00A0')),
            Map.entry("quoted", log -> eachLine(log, line -> "> " + line)),
            Map.entry("quoted twice", log -> eachLine(log, line -> "> > " + line)),
            Map.entry(
                    "quoted report",
                    log -> "They wrote:\n" + eachLine("Hello,\n\n```\n" + log + "\n```\n", line -> "> " + line)
                            + "\nMe too.\n"),
            Map.entry("fence", log -> "My card > does not work.\n\n```\n" + log + "\n```\n\nIs it -> the reader?\n"),
            Map.entry("code in a list", log -> "1. See:\n\n" + eachLine("```\n" + log + "\n```", line -> "   " + line)),
            Map.entry("indented by a tab", log -> eachLine(log, line -> "\t" + line)),
            Map.entry("indented after prose", log -> "Words.\n".repeat(20) + eachLine(log, line -> "    " + line)));

    /// Prefixes of other loggers, with the number of the line.
    private static final List<String> LOGGERS = List.of(
            "Oct 17 10:22:36 host prog[2811]: ",
            "oct. 17 10:22:36 host prog[2811]: ",
            "10月 17 10:22:36 host prog[2811]: ",
            "2026-11-28T10:07:28.%09dZ ",
            "2026-11-28T10:07:28.%09d+02:00 stdout F ",
            "app-1  | ",
            "[pod/pcscd-7f9c5b6d4-x2x8q/pcscd] ",
            "<30>1 2026-11-28T10:07:28.123456+01:00 host prog 2811 - - ",
            "I1017 10:22:36.%06d    4312 card.cc:123] ",
            "2026-11-28 10:07:28.123  INFO 4312 --- [           main] com.example.Card : ",
            "11/28/2026 10:07:28 AM ",
            "%6d\t",
            "card.log:%d:");

    private static String eachLine(String text, UnaryOperator<String> change) {
        return text.lines().map(change).collect(Collectors.joining("\n", "", "\n"));
    }

    @ParameterizedTest
    @MethodSource("textSamples")
    void sample_in_a_bug_report_yields_the_same_exchanges(String file) throws IOException {
        var log = new String(content(file), StandardCharsets.UTF_8);
        for (var report : REPORTS.entrySet()) {
            var changed = report.getValue().apply(log).getBytes(StandardCharsets.UTF_8);
            assertThat(exchanges(read(changed)))
                    .as(report.getKey())
                    .isEqualTo(expected().get(file));
            assertThat(problems).as(report.getKey()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("textSamples")
    void sample_in_another_encoding_yields_the_same_exchanges(String file) throws IOException {
        var log = new String(content(file), StandardCharsets.UTF_8);
        for (var encoded : List.of(
                ("\uFEFF" + log).getBytes(StandardCharsets.UTF_16LE),
                ("\uFEFF" + log).getBytes(StandardCharsets.UTF_16BE),
                log.getBytes(StandardCharsets.UTF_16LE),
                log.getBytes(StandardCharsets.UTF_16BE))) {
            assertThat(exchanges(read(encoded))).isEqualTo(expected().get(file));
        }
    }

    @ParameterizedTest
    @MethodSource("textSamples")
    void sample_that_passed_through_another_logger_yields_the_same_exchanges(String file) throws IOException {
        var log = new String(content(file), StandardCharsets.UTF_8);
        for (String prefix : LOGGERS) {
            var number = new AtomicInteger();
            var changed = eachLine(log, line -> prefix.formatted(number.incrementAndGet()) + line)
                    .getBytes(StandardCharsets.UTF_8);
            assertThat(exchanges(read(changed))).as(prefix).isEqualTo(expected().get(file));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = SAMPLES)
    void sample_shows_its_reader_atr_and_program(
            String file, String expectedFormat, String reader, String atr, String program) throws IOException {
        var calls = read(content(file));
        assertThat(format).isEqualTo(expectedFormat);
        if (!reader.equals("-")) {
            assertThat(calls.stream().flatMap(SampleLogsTest::readers)).contains(reader);
        }
        if (!atr.equals("-")) {
            assertThat(calls.stream()
                            .filter(call -> call.call() instanceof Call.Mark)
                            .flatMap(call -> ((Call.Mark) call.call()).atr().stream())
                            .map(Bytes::toHex))
                    .contains(atr);
        }
        if (!program.equals("-")) {
            assertThat(calls.stream().map(call -> call.caller().program())).contains(program);
        }
    }

    private static Stream<String> readers(TracedCall call) {
        return Stream.concat(
                call.provenance().reader().stream(),
                call.call() instanceof Call.Connect connect ? Stream.of(connect.reader()) : Stream.empty());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sample_that_ends_after_any_line_yields_the_first_commands(String file) throws IOException {
        var content = content(file);
        var all = commands(read(content));
        options = new TraceFile.Options(Redaction.OFF, Optional.of(format));
        for (int end = 0; end < content.length; end++) {
            if (content[end] == '\n') {
                var some = commands(read(Arrays.copyOf(content, end + 1)));
                assertThat(all.subList(0, Math.min(some.size(), all.size()))).isEqualTo(some);
            }
        }
    }

    private static List<String> commands(List<TracedCall> calls) {
        return calls.stream()
                .filter(call -> call.call() instanceof Call.Transmit)
                .map(call -> ((Call.Transmit) call.call()).sendBuffer().toHex())
                .filter(command -> !command.isEmpty()) // pcsc-spy: the call is cut before its command
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            apdu4j-20.08.txt          | 313233343536
            apdu4j-dump.txt           | 313233343536
            apduplay-winscard_log.txt | 313233343536
            arrows-logcat.txt         | 313233343536
            eid-mw.log                | 313233343536
            freerdp-2.log             | 313233343536
            macos-console-copy.txt    | 313233343536
            macos-compact.log         | 313233343536
            macos-default-apdulog.log | 363534333231
            macos-ndjson-join.ndjson  | 313233343536
            opensc-0.15-linux.txt     | 363534333231
            opensc-tool-send.txt      | 313233343536
            opensc-0.23-debug9.txt    | 313233343536
            pcscd-1.9.9-apdu-only.log | 313233343536
            pcscd-1.9.9-plain.log     | 373339313436
            pcscd-2.5.1-color.log     | 373339313436
            proxmark3-14a-list.txt    | 313233343536
            pyscard-console.txt       | 313233343536
            pysim-trace.txt           | 3132333435363738
            scdaemon-2.2-cardio.log   | 313233343536
            scriptor.txt              | 313233343536
            usbmon-ccid-apdu.pcap     | 363534333231
            usbmon-ccid-tpdu-t1.pcap  | 363534333231
            ykman-5-traffic.log       | 313233343536
            yubico-piv-tool-v2.txt    | 313233343536
            """)
    void pin_is_in_the_sample_and_not_in_what_puce_shows_and_writes(String file, String pin) throws IOException {
        var content = new String(content(file), StandardCharsets.ISO_8859_1) // keeps the bytes of captures
                // Some samples have no PIN: they get one.
                .replace(">> 0084000008", ">> 0020008008313233343536FFFF")
                .replace("SEND: 00f1000000", "SEND: 0020008008313233343536ffff")
                .replace("> 00 20 00 80 00 ", "> 00 20 00 80 08 31 32 33 34 35 36 ff ff ")
                .replace("SCardTransmit(00 A4 02 0C 02 40 31)", "SCardTransmit(00 20 00 80 08 31 32 33 34 35 36 FF FF)")
                .replace("03  00  B2  01  14  00  09", "03  00  20  00  80  08  31  32  33  34  35  36  FF  FF  00  09")
                .replace("pbSendBuffer: 00 20 00 80 ", "pbSendBuffer: 00 20 00 80 08 31 32 33 34 35 36 FF FF ")
                .replace("APDU -> ff b0 00 00 08", "APDU -> 00 20 00 80 08 31 32 33 34 35 36 ff ff")
                .replace("APDU -> 00 20 00 80\n", "APDU -> 00 20 00 80 08 31 32 33 34 35 36 ff ff\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(output(read(content))).contains(pin);
        options = TraceFile.Options.redacting(Redaction.FULL);
        assertThat(output(read(content))).contains("hidden").doesNotContain(pin);
    }

    /// The output of `puce show` and the recording as JSON, without spaces.
    private static String output(List<TracedCall> calls) throws IOException {
        var out = new ByteArrayOutputStream();
        var header = RecordingHeader.of("test", Optional.empty(), Redaction.OFF);
        try (var view = new CallsRenderer(out, new CallsRenderer.Options(Palette.NONE, true, false, false));
                var json = new RecordingWriter(out, header, false)) {
            for (TracedCall call : calls) {
                view.accept(call);
                json.accept(call);
            }
        }
        return out.toString(StandardCharsets.UTF_8).replace(" ", "");
    }

    @Test
    void every_listed_sample_is_tested() throws IOException {
        assertThat(samples()).containsAll(expected().keySet());
    }
}
