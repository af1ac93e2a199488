package dev.puce.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// ARCHITECTURE.md against the sources: its picture of the modules, and the classes and paths that it names. Also the
/// structure that it promises: unique class names, and packages without cycles.
class ArchitectureTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern PICTURE = Pattern.compile("(?s)```mermaid\\ngraph.*?```");
    private static final Pattern ARROW = Pattern.compile("(?m)^ +(\\w+) --> (\\w+(?: & \\w+)*)$");
    private static final Pattern MODULE = Pattern.compile("module dev\\.puce\\.(\\w+)");
    private static final Pattern REQUIRES =
            Pattern.compile("requires (?:static )?(?:transitive )?(?:static )?dev\\.puce\\.(\\w+)");
    private static final Pattern CLASS = Pattern.compile("\\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+\\b");
    private static final Pattern CLASS_FILE = Pattern.compile("/[A-Z]\\w*\\.java$");
    private static final Pattern PATH = Pattern.compile("`([a-z][\\w-]*/[\\w./-]+|\\.\\w+/[\\w./-]+)`");
    private static final Pattern SYSTEM =
            Pattern.compile("java\\.lang\\.foreign|sun\\.misc|java\\.net\\.|Socket(?:Channel|Address)");
    private static final Set<String> FOREIGN_CLASSES =
            Set.of("SCardTransmit", "GitHub", "ServiceLoader", "SCardConnect", "PathMatcher", "OpenTelemetry");

    /// An arrow of the picture is a `requires` that no other `requires` implies; implied ones are left out.
    @Test
    void the_picture_of_modules_has_the_arrows_of_the_module_declarations() throws IOException {
        assertThat(drawn()).isEqualTo(withoutImplied(required()));
    }

    @Test
    void every_class_that_it_names_exists() throws IOException {
        var missing = new TreeSet<>(
                CLASS.matcher(text()).results().map(MatchResult::group).toList());
        missing.removeAll(ProjectClasses.NAMES);
        missing.removeAll(FOREIGN_CLASSES);
        assertThat(missing).isEmpty();
    }

    @Test
    void every_path_that_it_names_exists() throws IOException {
        assertThat(PATH.matcher(text()).results().map(path -> path.group(1)))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
    }

    /// No two classes of the modules have the same name without their packages.
    @Test
    void no_simple_class_name_occurs_twice() throws IOException {
        var places = new TreeMap<String, Set<Path>>();
        for (Path sources : sources()) {
            try (var files = Files.walk(sources)) {
                files.filter(file -> CLASS_FILE.matcher(file.toString()).find())
                        .forEach(file -> places.computeIfAbsent(
                                        file.getFileName().toString(), _ -> new TreeSet<>())
                                .add(file));
            }
        }
        assertThat(places).isNotEmpty();
        assertThat(places.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    }

    /// A package and those below it in the order of references can be read, tested and moved without the rest.
    @TestFactory
    Stream<DynamicTest> packages_of_a_module_form_no_cycle() throws IOException {
        return sources().stream()
                .map(sources -> DynamicTest.dynamicTest(ROOT.relativize(sources).toString(), () -> {
                    var references = PackageReferences.in(sources);
                    assertThat(references.packages()).isNotEmpty();
                    assertThat(references.cycles()).isEmpty();
                }));
    }

    /// Decoding and traces work on any machine, and on files of any machine.
    @ParameterizedTest
    @ValueSource(strings = {"decode", "trace"})
    void module_uses_neither_system_calls_nor_sockets(String module) throws IOException {
        assertThat(reachable(module, required())).doesNotContain("posix", "wire");
        try (var files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(SYSTEM));
        }
    }

    private static List<Path> sources() throws IOException {
        try (var modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    private static String text() throws IOException {
        return Files.readString(ROOT.resolve("ARCHITECTURE.md"));
    }

    private static Map<String, Set<String>> drawn() throws IOException {
        var picture = PICTURE.matcher(text());
        assertThat(picture.find()).isTrue();
        var arrows = new TreeMap<String, Set<String>>();
        ARROW.matcher(picture.group())
                .results()
                .forEach(arrow -> arrows.computeIfAbsent(arrow.group(1), _ -> new TreeSet<>())
                        .addAll(Arrays.asList(arrow.group(2).split(" & "))));
        return arrows;
    }

    private static Map<String, Set<String>> required() throws IOException {
        var modules = new TreeMap<String, Set<String>>();
        try (var folders = Files.list(ROOT)) {
            for (Path folder : folders.toList()) {
                Path declaration = folder.resolve("src/main/java/module-info.java");
                if (Files.exists(declaration)) {
                    String source = Files.readString(declaration);
                    var module = MODULE.matcher(source);
                    assertThat(module.find()).as("module in " + declaration).isTrue();
                    var required = new TreeSet<>(REQUIRES.matcher(source)
                            .results()
                            .map(m -> m.group(1))
                            .toList());
                    modules.put(module.group(1), required);
                }
            }
        }
        return modules;
    }

    private static Map<String, Set<String>> withoutImplied(Map<String, Set<String>> modules) {
        var direct = new TreeMap<String, Set<String>>();
        modules.forEach((module, required) -> {
            var arrows = new TreeSet<>(required);
            required.forEach(other -> arrows.removeAll(reachable(other, modules)));
            if (!arrows.isEmpty()) {
                direct.put(module, arrows);
            }
        });
        return direct;
    }

    private static Set<String> reachable(String module, Map<String, Set<String>> modules) {
        var found = new HashSet<String>();
        for (String required : modules.getOrDefault(module, Set.of())) {
            found.add(required);
            found.addAll(reachable(required, modules));
        }
        return found;
    }
}
