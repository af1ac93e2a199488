package dev.puce.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.Exchange;
import dev.puce.decode.SessionKeys;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands of real programs, each with its application and in words. Recorded with `puce spy --virtual`:
/// OpenSC's tools and pyscard with the PIV card, GnuPG with the OpenPGP card.
///
/// A file with the ending `.exchanges.txt` has a line for each exchange of the recording. It starts with the short
/// name of the application, selected or inferred, in brackets; `?` means unknown. The exchange in words follows.
final class RecordedProgramsTest {
    /// JMRTD read the passport of `puce serve --card emrtd` after basic access control. The recording has the secrets.
    private static final SessionKeys PASSPORT = SessionKeys.parse("mrz:L898902C3,740812,120415");

    /// The payment and the start of a USIM are made up: their exchanges come from published traces.
    @ParameterizedTest
    @CsvSource({
        "opensc-tool, /dev/puce/trace/render/",
        "pkcs11-tool, /dev/puce/trace/render/",
        "gpg, ''",
        "pyscard, ''",
        "yubikit, ''",
        "jmrtd, ''",
        "emv, ''",
        "usim, ''"
    })
    void every_command_of_a_program_has_its_application_and_words(String program, String folder) throws IOException {
        var expected = new String(resource(program + ".exchanges.txt").readAllBytes(), StandardCharsets.UTF_8);
        var explained = new StringBuilder();
        for (Exchange exchange : exchanges(folder + program + ".jsonl")) {
            var application = exchange.application();
            explained
                    .append('[')
                    .append(application.isKnown() ? application.id() : "?")
                    .append("] ")
                    .append(exchange.line())
                    .append('\n');
        }
        assertThat(explained).hasToString(expected);
    }

    /// The logical exchanges of a recording, with all their parts.
    private static Collection<Exchange> exchanges(String recording) throws IOException {
        var keys = new MessagingKeys(List.of(PASSPORT), Redaction.FULL);
        var cards = new TracedCards(keys);
        var exchanges = new LinkedHashMap<Long, Exchange>();
        try (var trace = TraceFile.of(
                resource(recording),
                recording,
                TraceFile.Options.redacting(Redaction.FULL).with(keys),
                (line, problem) -> {
                    throw new IllegalStateException(line + ": " + problem);
                })) {
            trace.read(new CallSink() {
                @Override
                public void accept(TracedCall call) {
                    cards.observe(call).exchange().ifPresent(exchange -> exchanges.put(exchange.number(), exchange));
                }

                @Override
                public void close() {}
            });
        }
        return exchanges.values();
    }

    private static InputStream resource(String name) {
        return RecordedProgramsTest.class.getResourceAsStream(name);
    }
}
