package dev.puce.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The links between the documents, the tests that documents name, and the documents that sources name.
class LinksTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|srcset|href)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");
    /// Not after a slash: `docs/how-to/testing.md` names the files of another project.
    private static final Pattern TEST_CLASS = Pattern.compile("(?<![/\\w])[A-Z]\\w+(?:Test|Contract|Benchmark)\\b");
    private static final Pattern NAMED = Pattern.compile("\\bdocs/[\\w/-]+\\.(?:md|schema\\.json)");

    static Stream<Path> documents() throws IOException {
        try (var ours = Files.list(ROOT);
                var docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(ours, docs).filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_link_leads_to_a_file_and_a_heading(Path document) throws IOException {
        var broken = new ArrayList<String>();
        for (String link : links(Files.readString(document))) {
            if (!link.contains("://") && !leadsSomewhere(document, link)) {
                broken.add(link);
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void the_index_leads_to_every_page() throws IOException {
        Path docs = ROOT.resolve("docs");
        List<String> linked = links(Files.readString(docs.resolve("index.md")));
        try (var pages = Files.walk(docs)) {
            assertThat(pages.filter(page -> page.toString().endsWith(".md"))
                            .map(page -> docs.relativize(page).toString().replace('\\', '/'))
                            .filter(page -> !page.equals("index.md")))
                    .isSubsetOf(linked);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_test_that_a_document_names_exists(Path document) throws IOException {
        var missing = new TreeSet<>(TEST_CLASS
                .matcher(FENCED.matcher(Files.readString(document)).replaceAll(""))
                .results()
                .map(MatchResult::group)
                .toList());
        missing.removeAll(ProjectClasses.NAMES);
        assertThat(missing).isEmpty();
    }

    @Test
    void every_document_that_a_source_names_exists() throws IOException {
        var missing = new ArrayList<String>();
        try (var modules = Files.list(ROOT)) {
            for (Path module : modules.filter(Files::isDirectory).sorted().toList()) {
                collectMissing(module.resolve("src"), missing);
            }
        }
        assertThat(missing).isEmpty();
    }

    private static void collectMissing(Path folder, List<String> missing) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                NAMED.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .filter(name -> !Files.exists(ROOT.resolve(name)))
                        .forEach(name -> missing.add(file + ": " + name));
            }
        }
    }

    private static List<String> links(String page) {
        return LINK.matcher(FENCED.matcher(page).replaceAll(""))
                .results()
                .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                .toList();
    }

    private static boolean leadsSomewhere(Path document, String link) throws IOException {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? document : document.resolveSibling(path);
        if (hash < 0 || !Files.isRegularFile(target)) {
            return Files.exists(target);
        }
        return HEADING.matcher(FENCED.matcher(Files.readString(target)).replaceAll(""))
                .results()
                .map(heading -> anchor(heading.group(1)))
                .anyMatch(link.substring(hash + 1)::equals);
    }

    /// Anchor that GitHub gives a heading.
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .strip()
                .replace(' ', '-');
    }
}
