package dev.puce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The `puce` commands in the documents are accepted by the real command line.
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..");

    /// A line of a code block that runs puce, up to a pipe, a redirection or an explanation. It is not the name of a
    /// reader in the output of a command.
    private static final Pattern COMMAND = Pattern.compile(
            "(?: {4})?(?:\\$ )?(?:sudo )?(?:\\./)?puce (?!Virtual Reader)((?:'[^']*'|\"[^\"]*\"|[^|>&#'\"])+).*");

    private static final Pattern EXPLANATION = Pattern.compile(" {3,}.*$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /// A command line and the document that shows it.
    record Example(Path document, String line, List<String> words) {
        @Override
        public String toString() {
            return document.getFileName() + ": " + line;
        }
    }

    static Stream<Example> examples() throws IOException {
        var examples = new ArrayList<Example>();
        try (var ours = Files.list(ROOT);
                var docs = Files.walk(ROOT.resolve("docs"))) {
            for (Path document : Stream.concat(ours, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                collect(document, examples);
            }
        }
        return examples.stream();
    }

    private static void collect(Path document, List<Example> examples) throws IOException {
        boolean inFence = false;
        for (String line : Files.readAllLines(document)) {
            if (line.startsWith("```")) {
                inFence = !inFence;
            } else if (inFence || line.startsWith("    ")) {
                var command = COMMAND.matcher(line);
                if (command.matches()) {
                    String text = EXPLANATION.matcher(command.group(1)).replaceFirst("");
                    examples.add(new Example(document, line.strip(), words(text)));
                }
            }
        }
    }

    private static List<String> words(String text) {
        return WORD.matcher(text)
                .results()
                .map(word -> Stream.of(1, 2, 3)
                        .map(word::group)
                        .filter(group -> group != null)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_command_in_the_documents_is_accepted(Example example) {
        var words = new ArrayList<>(example.words());
        words.add(Math.min(1, words.size()), "--help"); // parse, but do not run
        var err = new StringWriter();

        int status = Puce.run(new PrintWriter(new StringWriter()), new PrintWriter(err), words.toArray(String[]::new));

        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
    }
}
