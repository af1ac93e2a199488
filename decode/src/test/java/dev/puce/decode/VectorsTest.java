package dev.puce.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.puce.decode.value.Node;
import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Exchanges with known meaning. They lie beside the repository (`-Dpuce.shared=DIRECTORY`); the values that
/// must appear are in `vectors.tsv`.
class VectorsTest {
    private static final Path SHARED = Path.of(System.getProperty("puce.shared", "../../shared"));

    /// An exchange, the events before it, and the words that its explanation must contain.
    private record Vector(String name, String context, Bytes command, Bytes answer, List<String> words) {}

    @TestFactory
    Stream<DynamicTest> explains_every_exchange() throws IOException {
        return vectors().stream().map(vector -> DynamicTest.dynamicTest(vector.name, () -> check(vector)));
    }

    @Test
    void asserts_values_of_all_106_exchanges() throws IOException {
        assertThat(vectors()).hasSize(106).allMatch(vector -> !vector.words.isEmpty());
    }

    private static void check(Vector vector) {
        var exchange = play(vector);
        String visible = text(exchange, exchange.tree());
        String secret = text(exchange, exchange.treeWithSecrets());
        for (String word : vector.words) {
            switch (word.charAt(0)) {
                case '!' -> assertThat(visible).doesNotContain(word.substring(1));
                case '$' -> assertThat(secret).contains(word.substring(1));
                default -> assertThat(visible).contains(word);
            }
        }
    }

    private static String text(Exchange exchange, List<Node> tree) {
        return exchange.line() + "\n" + tree.stream().map(Node::describe).collect(Collectors.joining());
    }

    private static Exchange play(Vector vector) {
        var session = new CardSession();
        for (String step : vector.context.split(" ; ", -1)) {
            int arrow = step.indexOf('>');
            if (arrow > 0) {
                session.command(Bytes.hex(step.substring(0, arrow)));
                session.response(Bytes.hex(step.substring(arrow + 1)));
            } else if (!step.equals("-")) {
                session.assume(Application.ofAid(Bytes.hex(step)).orElseThrow());
            }
        }
        session.command(vector.command);
        return session.response(vector.answer);
    }

    private static List<Vector> vectors() throws IOException {
        Path directory = SHARED.resolve("data/apdu");
        assumeTrue(Files.isDirectory(directory), "the exchanges with known meaning are not in " + directory);
        var words = words();
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".tsv"))
                    .sorted()
                    .flatMap(file -> vectors(file, words))
                    .toList();
        }
    }

    private static Stream<Vector> vectors(Path file, Map<String, List<String>> words) {
        String name = file.getFileName().toString().replace(".tsv", "");
        var lines = lines(file).filter(line -> !line.startsWith("#")).toList();
        return Stream.iterate(1, number -> number <= lines.size(), number -> number + 1)
                .map(number -> {
                    String[] cells = lines.get(number - 1).split("\t", -1);
                    return new Vector(
                            name + " " + number,
                            cells[0],
                            Bytes.hex(cells[1]),
                            Bytes.hex(cells[2]),
                            words.getOrDefault(name + " " + number, List.of()));
                });
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, List<String>> words() throws IOException {
        try (var in = Objects.requireNonNull(VectorsTest.class.getResourceAsStream("vectors.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .collect(Collectors.toMap(
                            cells -> cells[0] + " " + cells[1],
                            cells -> List.of(cells[2].split(" \\| ", -1)),
                            (one, _) -> one,
                            TreeMap::new));
        }
    }
}
