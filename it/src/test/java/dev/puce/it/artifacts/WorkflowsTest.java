package dev.puce.it.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The workflows of `.github`, as far as a check without GitHub can tell. They have never run.
class WorkflowsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ACTION = Pattern.compile("[\\w.-]+/[\\w./-]+@(v\\d+(\\.\\d+)*|[0-9a-f]{40})");
    private static final Pattern MATRIX = Pattern.compile("\\$\\{\\{ *matrix\\.(\\w+) *}}");
    private static final Pattern FILE = Pattern.compile("(?<=^|[\\s\"'])\\.{0,2}/?[\\w.-]*[/\\\\][\\w./\\\\-]+");
    private static final Pattern MODULES = Pattern.compile("-pl ([\\w,-]+)");
    private static final Pattern PROFILE = Pattern.compile("(?<=\\s)-P(\\w+)");

    /// Files that the module `dist` builds, and their sources.
    private static final Map<String, String> BUILT = Map.of(
            "dist/target/puce/bin/puce", "dist/src/launcher/puce",
            "dist/target/puce/bin/puce.cmd", "dist/src/launcher/puce.cmd");

    private final List<Map<String, Object>> jobs = new ArrayList<>();
    private final List<Map<String, Object>> steps = new ArrayList<>();

    @BeforeEach
    void parse() throws IOException {
        var loader =
                new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
        try (var files = Files.newDirectoryStream(ROOT.resolve(".github/workflows"), "*.yml")) {
            for (Path file : files) {
                Map<String, Object> workflow = map(loader.loadFromString(Files.readString(file)));
                assertThat(workflow).as(file.toString()).containsKeys("name", "on", "permissions", "jobs");
                Map<String, Object> inFile = map(workflow.get("jobs"));
                for (Object job : inFile.values()) {
                    jobs.add(map(job));
                    assertThat(inFile.keySet()).containsAll(needs(map(job)));
                }
            }
        }
        jobs.forEach(job -> list(job.get("steps")).forEach(step -> steps.add(map(step))));
        assertThat(jobs).hasSizeGreaterThan(3);
    }

    private static Set<String> needs(Map<String, Object> job) {
        return job.containsKey("needs") ? Set.of(job.get("needs").toString()) : Set.of();
    }

    @Test
    void every_step_uses_an_action_of_a_fixed_version_or_runs_a_command() {
        assertThat(steps).isNotEmpty().allSatisfy(step -> {
            assertThat(Stream.of("uses", "run").filter(step::containsKey)).hasSize(1);
            if (step.containsKey("uses")) {
                assertThat(step.get("uses").toString()).matches(ACTION);
            }
        });
    }

    @Test
    void every_file_that_a_step_names_exists() {
        List<String> files = matches(FILE, 0);
        assertThat(files).contains("./test", "./mvnw", "dist/target/puce/bin/puce");
        assertThat(files)
                .allSatisfy(file ->
                        assertThat(ROOT.resolve(BUILT.getOrDefault(file, file))).exists());
    }

    @Test
    void every_module_and_profile_that_a_step_names_exists() throws IOException {
        List<String> modules = matches(MODULES, 1).stream()
                .flatMap(list -> Stream.of(list.split(",", -1)))
                .toList();
        assertThat(modules)
                .contains("dist")
                .allSatisfy(
                        module -> assertThat(ROOT.resolve(module + "/pom.xml")).exists());
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        assertThat(matches(PROFILE, 1))
                .contains("dist")
                .allSatisfy(profile -> assertThat(pom).contains("<id>" + profile + "</id>"));
    }

    @Test
    void every_value_of_a_matrix_is_defined() {
        assertThat(jobs).allSatisfy(job -> {
            Set<String> defined = job.containsKey("strategy")
                    ? map(map(job.get("strategy")).get("matrix")).keySet()
                    : Set.of();
            assertThat(MATRIX.matcher(job.toString()).results().map(use -> use.group(1)))
                    .allSatisfy(name -> assertThat(defined).contains(name));
            assertThat(job).containsKeys("runs-on", "steps");
        });
    }

    /// Returns a group of all matches in the commands, with slashes.
    private List<String> matches(Pattern pattern, int group) {
        return steps.stream()
                .filter(step -> step.containsKey("run"))
                .flatMap(step -> pattern.matcher(step.get("run").toString()).results())
                .map((MatchResult match) -> match.group(group).replace('\\', '/'))
                .toList();
    }

    @SuppressWarnings("unchecked") // YAML of a workflow has maps with strings
    private static Map<String, Object> map(Object node) {
        assertThat(node).isInstanceOf(Map.class);
        return (Map<String, Object>) node;
    }

    private static List<?> list(Object node) {
        assertThat(node).isInstanceOf(List.class);
        return (List<?>) node;
    }
}
