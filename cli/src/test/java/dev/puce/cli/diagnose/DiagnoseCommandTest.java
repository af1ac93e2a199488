package dev.puce.cli.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `puce diagnose` with recordings of the corpus of module diagnose.
final class DiagnoseCommandTest {
    private static final Path CORPUS = Path.of("../diagnose/src/test/resources/dev/puce/diagnose/trace/corpus");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int diagnose(Object... words) {
        var all = new ArrayList<>(List.of("diagnose"));
        for (Object word : words) {
            all.add(word.toString());
        }
        return Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private static Path corpus(String name) {
        return CORPUS.resolve(name + ".jsonl");
    }

    /// Writes a part of a recording of the corpus.
    private Path part(String name, String of, Predicate<String> lines) throws IOException {
        var all = Files.readAllLines(corpus(of));
        var content = new ArrayList<>(List.of(all.getFirst()));
        all.stream().skip(1).filter(lines).forEach(content::add);
        assertThat(content.size()).isBetween(2, all.size() - 1);
        return Files.write(folder.resolve(name), content);
    }

    private static long sequence(String line) {
        return line.contains("\"seq\":") ? Long.parseLong(line.replaceFirst(".*?\"seq\":(\\d+).*", "$1")) : 0;
    }

    private String textOf(Object... words) {
        assertThat(diagnose(words)).isEqualTo(1);
        String text = out.toString();
        out.getBuffer().setLength(0);
        return text;
    }

    @Test
    void options_may_follow_the_files() {
        assertThat(diagnose(corpus("pin-wrong"), "--json")).as(err.toString()).isEqualTo(1);
        assertThat(out.toString()).startsWith("{\"file\":");
    }

    @Test
    void option_of_a_program_without_dashes_gets_advice() {
        assertThat(diagnose("pkcs11-tool", "--login")).isEqualTo(2);
        assertThat(err.toString())
                .contains("puce: Unknown option --login. If it is an option of COMMAND, put -- before COMMAND.");
    }

    @Test
    void rotated_files_have_the_diagnosis_of_the_whole_recording() throws IOException {
        String name = "exclusive-holder";
        Path newest = part("trace.jsonl", name, line -> sequence(line) > 5);
        Path middle = part("trace.jsonl.1", name, line -> sequence(line) > 2 && sequence(line) <= 5);
        Path oldest = part("trace.jsonl.2", name, line -> sequence(line) <= 2);

        String whole = textOf(corpus(name));

        assertThat(textOf(newest, middle, oldest)).isEqualTo(whole).contains("SCARD_E_SHARING_VIOLATION", "beta (pid");
        assertThat(textOf("--json", oldest, newest, middle).lines())
                .singleElement()
                .asString()
                .startsWith("{\"file\":\"" + newest + "\"");
    }

    @Test
    void several_traces_have_a_diagnosis_each() {
        assertThat(textOf(corpus("pin-wrong"), corpus("opensc-atr"), corpus("daemon-killed")))
                .containsSubsequence(
                        "pin-wrong.jsonl:\n", "63C2",
                        "opensc-atr.jsonl:\n", "No problem found",
                        "daemon-killed.jsonl:\n", "SCARD_F_COMM_ERROR");
    }

    @Test
    void merged_traces_of_two_programs_name_the_holder() throws IOException {
        Path holder = part("holder.jsonl", "exclusive-holder", line -> line.contains("\"beta\""));
        Path refused = part("refused.jsonl", "exclusive-holder", line -> !line.contains("\"beta\""));

        assertThat(textOf(refused)).doesNotContain("beta");
        assertThat(textOf("--merge", refused, holder))
                .contains(
                        "beta (pid",
                        "exclusively",
                        "holder.jsonl: Connect exclusive",
                        "refused.jsonl: Connect \"Virtual PCD")
                .contains("another program (certain)");
    }

    @Test
    void comparison_with_a_good_run_keeps_the_error_of_the_bad_run_alone() {
        assertThat(textOf("--compared-with", corpus("pkcs11-login"), corpus("pkcs11-wrong-pin")))
                .contains("63C2", "The first difference to the good run is call", "The good run has in its call");
    }

    @Test
    void comparison_with_a_run_of_the_same_error_has_no_problem() {
        assertThat(diagnose("--compared-with", corpus("pin-wrong"), corpus("pin-wrong")))
                .isZero();
        assertThat(out.toString()).contains("No problem found", "The good run has this error, too.");
    }

    @Test
    void unreadable_good_run_is_named() {
        Path missing = folder.resolve("missing.jsonl");

        assertThat(diagnose("--compared-with", missing, corpus("pin-wrong"))).isEqualTo(2);
        assertThat(err.toString()).contains(missing.toString());
    }

    @Test
    void command_has_no_other_trace() {
        assertThat(diagnose("--merge", "--", "true")).isEqualTo(2);
        assertThat(err.toString()).contains("--merge needs a FILE");
    }
}
