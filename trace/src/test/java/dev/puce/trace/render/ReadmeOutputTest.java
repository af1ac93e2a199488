package dev.puce.trace.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.SessionKeys;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.session.MessagingKeys;
import dev.puce.trace.session.TracedCards;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The output that the README shows after `<!-- output: RECORDING -->` is output of `puce show -v`.
class ReadmeOutputTest {
    private static final Pattern BLOCK =
            Pattern.compile("<!-- output: (\\w+) -->\\n```text\\n(.*?)```", Pattern.DOTALL);
    private static final SessionKeys PASSPORT = SessionKeys.parse("mrz:L898902C3,740812,120415");

    @TestFactory
    Stream<DynamicTest> readme_shows_lines_of_the_view_in_their_order() throws IOException {
        var readme = Files.readString(Path.of("../README.md"));
        var blocks = BLOCK.matcher(readme).results().toList();
        assertThat(blocks).hasSize(2);
        return blocks.stream()
                .map(block -> DynamicTest.dynamicTest(
                        block.group(1),
                        () -> assertThat(shown(block.group(1)))
                                .containsSubsequence(block.group(2).lines().toList())));
    }

    private static List<String> shown(String recording) throws IOException {
        var out = new ByteArrayOutputStream();
        var keys = new MessagingKeys(List.of(PASSPORT), Redaction.FULL);
        var options = CompactOptions.plain(80, ZoneOffset.UTC).verbosely();
        try (var trace = TraceFile.of(
                        MessagingKeys.class.getResourceAsStream(recording + ".jsonl"),
                        recording,
                        TraceFile.Options.redacting(Redaction.FULL).with(keys),
                        (line, what) -> {
                            throw new IllegalStateException(line + ": " + what);
                        });
                var view = new CompactRenderer(out, options, trace.header(), new TracedCards(keys))) {
            trace.read(view);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
