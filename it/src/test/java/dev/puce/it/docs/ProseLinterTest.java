package dev.puce.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The prose linter `.ci/prose`: it finds the patterns that CONTRIBUTING.md warns of, and accepts plain English.
class ProseLinterTest {
    @TempDir
    private Path folder;

    @Test
    void reports_docs_by_file_and_line() throws IOException, InterruptedException {
        var file = write("page.md", """
                # A page

                puce records calls. A file that
                nobody reads is no recording.

                    what stands in code is not prose

                - Who connects waits; puce waits, too; so does pcscd.
                """);

        assertThat(lint(file))
                .containsExactly(
                        file + ":4: name the actor: \"calls. A file that nobody reads is no recording.\"",
                        file + ":4: write \"is not a\": \"file that nobody reads is no recording.\"",
                        file + ":8: name the actor instead of starting with \"who\": \"Who connects waits; puce\"",
                        file + ":8: chain of semicolons: write sentences or a list: \"Who connects waits; puce waits,"
                                + " too; so does pcscd.\"");
    }

    @Test
    void reports_docstrings_comments_and_messages_of_main_sources() throws IOException, InterruptedException {
        var file = write("src/main/java/Sample.java", """
                /// What a card says.
                class Sample {
                    // somebody calls this
                    String message(String name) {
                        return "\\"" + name + "\\" is no "
                                + "number";
                    }
                }
                """);

        assertThat(lint(file))
                .extracting(line -> line.substring(file.toString().length()))
                .containsExactly(
                        ":1: name the thing instead of starting with \"what\": \"What a card says.\"",
                        ":3: name the actor: \"somebody calls this\"",
                        ":5: write \"is not a\": \"\" CODE \" is no number\"");
    }

    @Test
    void reports_names_of_tests_but_not_their_literals() throws IOException, InterruptedException {
        var file = write("src/test/java/SampleTest.java", """
                class SampleTest {
                    @Test
                    void who_connects_waits() {
                        assertThat("nobody").isEmpty();
                    }
                }
                """);

        assertThat(lint(file))
                .containsExactly(file + ":3: name the actor instead of starting with \"who\": \"who connects waits\"");
    }

    @Test
    void reports_sentences_of_more_than_32_words() throws IOException, InterruptedException {
        var file =
                write("long.md", "puce " + "reads ".repeat(31) + "cards.\n\npuce " + "reads ".repeat(30) + "cards.\n");

        assertThat(lint(file)).singleElement().asString().startsWith(file + ":1: sentence of 33 words");
    }

    @Test
    void accepts_questions_code_and_field_terms() throws IOException, InterruptedException {
        var file = write("page.md", """
                What is missing? There is no reader. The call is no longer pending.
                `nobody` is a user, and [the watchdog](nobody.md) restores the socket.

                ```java
                // for ever
                ```
                """);

        assertThat(lint(file)).isEmpty();
    }

    @Test
    void accepts_literals_of_one_word() throws IOException, InterruptedException {
        var file = write("src/main/java/Sample.java", """
                class Sample {
                    void write(Json json, String event) {
                        json.writeStringProperty("what", event);
                    }
                }
                """);

        assertThat(lint(file)).isEmpty();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static List<String> lint(Path file) throws IOException, InterruptedException {
        var linter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "../.ci/linter/Prose.java",
                        "../.ci/linter/patterns.tsv",
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = linter.inputReader().lines().toList();
        assertThat(linter.waitFor()).isEqualTo(lines.isEmpty() ? 0 : 1);
        return lines;
    }
}
