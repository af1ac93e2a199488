package dev.puce.trace.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.trace.redaction.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Variants of logs: other versions, other words, damage. `log-variants.txt` has the logs, which were composed for this
/// test, and the calls in them.
final class LogVariantsTest {
    private static final String LONG_NUMBER = "98765432109876543210987654321";

    /// Numbers in a line that the test replaces, one at a time.
    private static final int MOST_NUMBERS = 12;

    /// A log and its calls.
    record Variant(String title, String log, List<String> calls) {
        static Variant of(String section) {
            var parts = section.split("(?m)^==> ", 2);
            int line = parts[0].indexOf('\n');
            return new Variant(
                    parts[0].substring(0, line),
                    parts[0].substring(line + 1),
                    parts[1].lines().map(text -> text.replaceFirst("^==> ", "")).toList());
        }

        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Variant> variants() {
        try (var in = LogVariantsTest.class.getResourceAsStream("log-variants.txt")) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^=== ")).skip(1).map(Variant::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void variant_yields_its_calls(Variant variant) throws IOException {
        assertThat(described(variant.log())).isEqualTo(variant.calls());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void numbers_of_any_length_end_no_reader(Variant variant) throws IOException {
        var format = Optional.of(variant.calls().getFirst());
        for (int place = 0; place < MOST_NUMBERS; place++) {
            String log = withLongNumber(variant.log(), place);
            try (var trace = TraceFile.of(
                    new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
                    "variant",
                    new TraceFile.Options(Redaction.FULL, format),
                    (line, what) -> assertThat(what).doesNotContain(LONG_NUMBER))) {
                trace.read(new CallList());
            }
        }
    }

    /// Replaces the number at a place in each line.
    ///
    /// @param place 0 for the first number of a line
    private static String withLongNumber(String log, int place) {
        var number = "(?m)^((?:[^0-9\\n]*+[0-9]++){" + place + "}[^0-9\\n]*+)[0-9]++";
        return log.replaceAll(number, "$1" + LONG_NUMBER);
    }

    /// The format, the calls, and the numbers of damaged lines.
    private static List<String> described(String log) throws IOException {
        var calls = new CallList();
        var described = new ArrayList<String>();
        var damaged = new ArrayList<String>();
        try (var trace = TraceFile.of(
                new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
                "variant",
                TraceFile.Options.redacting(Redaction.OFF),
                (line, _) -> damaged.add("damaged " + line))) {
            described.add(trace.format().name());
            trace.read(calls);
        }
        calls.calls().stream()
                .sorted(Comparator.comparingLong(TracedCall::sequence))
                .map(LogVariantsTest::described)
                .forEach(described::add);
        described.addAll(damaged);
        return described;
    }

    private static String described(TracedCall call) {
        var words = new ArrayList<String>();
        var caller = call.caller();
        if (caller.pid().isPresent() || caller.connection() > 0) {
            words.add(caller.program()
                    + (caller.pid().isPresent() ? "[" + caller.pid().getAsInt() + "]" : "#" + caller.connection()));
        }
        call.provenance().reader().ifPresent(reader -> words.add("'" + reader + "'"));
        words.add(
                switch (call.call()) {
                    case Call.Transmit transmit -> hex(transmit.sendBuffer(), transmit.hidden());
                    case Call.Mark(String name, String text, Optional<Bytes> atr) ->
                        (name + " " + text + " " + atr.map(Bytes::toHex).orElse("")).strip();
                    case Call other -> other.function().symbol();
                });
        if (call.call().function() == Function.TRANSMIT) {
            words.add("> "
                    + (call.result() instanceof Result.Transmit(var _, Bytes bytes, var hidden)
                            ? hex(bytes, hidden)
                            : "-"));
        }
        var code = call.outcome().map(TracedCall.Outcome::code).orElse(ReturnCode.UNKNOWN);
        if (code.isKnown()) {
            words.add(code.toString());
        }
        if (!call.provenance().inferred().isEmpty()) {
            words.add(new TreeSet<>(call.provenance().inferred()).toString());
        }
        return String.join(" ", words);
    }

    private static String hex(Bytes bytes, Optional<Hidden> hidden) {
        return bytes.toHex() + hidden.map(Hidden::toString).orElse("");
    }
}
