package dev.puce.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.value.Node;
import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Exchanges of every family with the words that their explanation must contain (`pairs.tsv`).
class FamilyPairsTest {
    @TestFactory
    Stream<DynamicTest> explains_exchanges_of_each_family() throws IOException {
        return lines().map(line -> line.split("\t", -1))
                .map(cells -> DynamicTest.dynamicTest(
                        cells[0] + " " + cells[2] + " > " + cells[3], () -> check(cells[1], cells)));
    }

    private static void check(String context, String[] cells) {
        var session = new CardSession();
        for (String step : context.split(" ; ", -1)) {
            int arrow = step.indexOf('>');
            if (arrow > 0) {
                session.command(Bytes.hex(step.substring(0, arrow)));
                session.response(Bytes.hex(step.substring(arrow + 1)));
            } else if (!step.equals("-")) {
                session.assume(application(step));
            }
        }
        session.command(Bytes.hex(cells[2]));
        var exchange = session.response(Bytes.hex(cells[3]));
        String text = exchange.line() + "\n"
                + exchange.tree().stream().map(Node::describe).collect(Collectors.joining());
        for (String word : List.of(cells[4].split(" \\| ", -1))) {
            if (word.startsWith("!")) {
                assertThat(text).doesNotContain(word.substring(1));
            } else {
                assertThat(text).contains(word);
            }
        }
    }

    private static Application application(String name) {
        return Application.ofId(name)
                .or(() -> Application.ofAid(Bytes.hex(name)))
                .orElseThrow();
    }

    private static Stream<String> lines() throws IOException {
        try (var in = Objects.requireNonNull(FamilyPairsTest.class.getResourceAsStream("pairs.tsv"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#"));
        }
    }
}
