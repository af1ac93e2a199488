package dev.puce.diagnose.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.puce.diagnose.trace.rule.FailureRule;
import dev.puce.diagnose.trace.rule.Rules;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The corpus: recordings of real programs in broken and healthy situations, with the expected verdicts.
/// `corpus.tsv` describes them, and `it-system/diagnosis/make_corpus.py` makes them.
final class CorpusTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/puce/diagnose/trace");
    private static final int COLUMNS = 9;

    /// Share of broken situations with the right verdict.
    private static final double LEAST_RIGHT = 0.95;

    /// A row of the table.
    private record Situation(
            String name,
            boolean broken,
            List<String> rules,
            List<String> layers,
            List<String> forbidden,
            OptionalInt exit) {
        static Situation of(String[] row) {
            return new Situation(
                    row[0],
                    row[1].equals("broken"),
                    List.of(row[2].split("\\|", -1)),
                    List.of(row[3].split("\\|", -1)),
                    row[4].equals("-") ? List.of() : List.of(row[4].split("\\|", -1)),
                    row[7].equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(row[7])));
        }

        Diagnosis diagnose() throws IOException {
            var diagnosis = new TraceDiagnosis();
            var file = FOLDER.resolve("corpus/" + name + ".jsonl");
            try (var trace =
                    TraceFile.open(file, TraceFile.Options.redacting(Redaction.FULL), (_, problem) -> fail(problem))) {
                trace.read(diagnosis);
            }
            return diagnosis.result(exit);
        }

        /// The findings that mislead in this situation, problems and notes.
        List<String> forbiddenFindings(Diagnosis diagnosis) {
            return diagnosis.findings().stream()
                    .filter(finding -> forbidden.contains(finding.rule()))
                    .map(finding -> name + ": forbidden finding: " + finding.text())
                    .toList();
        }

        Situation forbidding(List<String> other) {
            return new Situation(name, broken, rules, layers, other, exit);
        }

        /// Why the verdict is wrong; empty if it is right.
        String mistake(Diagnosis diagnosis) {
            var verdict = diagnosis.verdict();
            if (!broken) {
                return verdict.map(finding -> name + ": false alarm: " + finding.text())
                        .orElse("");
            }
            if (verdict.isEmpty()) {
                return name + ": no verdict instead of " + rules;
            }
            boolean right = rules.contains(verdict.get().rule())
                    && layers.contains(verdict.get().layer().name().toLowerCase(Locale.ROOT));
            return right
                    ? ""
                    : name + ": " + verdict.get().rule() + ", " + verdict.get().layer() + " instead of " + rules + ", "
                            + layers + ": " + verdict.get().text();
        }
    }

    private static List<Situation> situations(boolean broken) throws IOException {
        return situations().stream()
                .filter(situation -> situation.broken() == broken)
                .toList();
    }

    private static List<Situation> situations() throws IOException {
        return Files.readAllLines(FOLDER.resolve("corpus.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", COLUMNS))
                .map(Situation::of)
                .toList();
    }

    private static List<String> mistakes(List<Situation> situations) throws IOException {
        var mistakes = new ArrayList<String>();
        for (var situation : situations) {
            String mistake = situation.mistake(situation.diagnose());
            if (!mistake.isEmpty()) {
                mistakes.add(mistake);
            }
        }
        return mistakes;
    }

    @Test
    void verdicts_of_broken_situations_are_right() throws IOException {
        var broken = situations(true);
        var mistakes = mistakes(broken);

        assertThat(broken).hasSizeGreaterThanOrEqualTo(40);
        assertThat(1 - (double) mistakes.size() / broken.size())
                .as("share of right verdicts; mistakes: %s", String.join("\n", mistakes))
                .isGreaterThanOrEqualTo(LEAST_RIGHT);
    }

    @Test
    void healthy_situations_have_no_problem() throws IOException {
        var healthy = situations(false);

        assertThat(healthy).hasSizeGreaterThanOrEqualTo(20);
        assertThat(mistakes(healthy)).isEmpty();
    }

    @Test
    void no_finding_misleads() throws IOException {
        var known = Stream.concat(
                        Rules.failures().stream().map(FailureRule::name),
                        Stream.of(
                                "leak",
                                "gap",
                                "loop",
                                "polling",
                                "slow-command",
                                "long-transaction",
                                "open-transaction"))
                .toList();
        var misleading = new ArrayList<String>();
        int forbidding = 0;
        var situations = situations();
        for (var situation : situations) {
            if (!situation.forbidden().isEmpty()) {
                forbidding++;
                assertThat(known).as(situation.name()).containsAll(situation.forbidden());
            }
            assertThat(situation.forbidden()).as(situation.name()).doesNotContainAnyElementsOf(situation.rules());
            misleading.addAll(situation.forbiddenFindings(situation.diagnose()));
        }
        assertThat(misleading).isEmpty();
        assertThat(forbidding).isGreaterThan(situations.size() / 2);
    }

    /// So that the test above can fail.
    @Test
    void forbidden_problems_and_notes_are_found() throws IOException {
        for (var situation : situations()) {
            var diagnosis = situation.diagnose();
            for (var finding : diagnosis.findings()) {
                assertThat(situation.forbidding(List.of(finding.rule())).forbiddenFindings(diagnosis))
                        .contains(situation.name() + ": forbidden finding: " + finding.text());
            }
        }
    }

    @Test
    void every_finding_names_its_calls_and_a_next_step_of_the_verdict() throws IOException {
        for (var situation : situations(true)) {
            var verdict = situation.diagnose().verdict();
            verdict.ifPresent(finding -> {
                assertThat(finding.nextStep()).as(situation.name()).isNotEmpty();
                assertThat(finding.evidence()).as(situation.name()).isNotEmpty();
                assertThat(finding.text()).as(situation.name()).endsWith(".");
            });
        }
    }
}
