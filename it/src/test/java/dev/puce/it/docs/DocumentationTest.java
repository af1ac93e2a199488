package dev.puce.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The Java examples of the documents are regions of tests, which are compiled and run. The code after
/// `<!-- snippet: NAME -->` in a document equals the code between `// snippet: NAME` and `// end` in a test.
///
/// After an example changed, `-Dpuce.docs=write` copies it into the documents.
class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final boolean WRITE = "write".equals(System.getProperty("puce.docs"));
    private static final String MARK = "<!-- snippet: ";

    static Stream<Path> documents() throws IOException {
        try (var ours = Files.list(ROOT);
                var docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(ours, docs).filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void examples_equal_the_code_that_tests_run(Path document) throws IOException {
        Map<String, List<String>> snippets = snippets();
        List<String> lines = Files.readAllLines(document);
        var expected = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            expected.add(line);
            if (line.startsWith(MARK)) {
                String name = line.substring(MARK.length(), line.indexOf(" -->"));
                assertThat(snippets).as("snippets of the tests").containsKey(name);
                assertThat(lines.get(i + 1)).as("after " + line).isEqualTo("```java");
                expected.add("```java");
                expected.addAll(snippets.get(name));
                i = lines.subList(i, lines.size()).indexOf("```") + i - 1;
            }
        }
        if (WRITE) {
            Files.write(document, expected);
        } else {
            assertThat(lines)
                    .as(document + ": copy the examples with -Dpuce.docs=write")
                    .isEqualTo(expected);
        }
    }

    private static Map<String, List<String>> snippets() throws IOException {
        var snippets = new HashMap<String, List<String>>();
        for (Path folder : List.of(Path.of("src/test/java"), ROOT.resolve("junit/src/test/java"))) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.filter(path -> path.toString().endsWith("GuideTest.java"))
                        .toList()) {
                    collect(Files.readAllLines(file), snippets);
                }
            }
        }
        return snippets;
    }

    private static void collect(List<String> lines, Map<String, List<String>> snippets) {
        for (int begin = 0; begin < lines.size(); begin++) {
            String line = lines.get(begin);
            if (line.strip().startsWith("// snippet: ")) {
                int indent = line.indexOf("//");
                String name = line.strip().substring("// snippet: ".length());
                var snippet = new ArrayList<String>();
                for (int i = begin + 1; !lines.get(i).strip().equals("// end"); i++) {
                    String code = lines.get(i);
                    snippet.add(code.isBlank() ? "" : code.substring(indent));
                }
                assertThat(snippets).as("two snippets of one name").doesNotContainKey(name);
                snippets.put(name, snippet);
            }
        }
    }
}
