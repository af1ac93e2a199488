package dev.puce.it.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The module `bom`, which other projects import for the versions of puce's libraries.
class BomTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void bom_lists_every_published_module() throws IOException {
        List<String> published = names("<module>([a-z0-9-]+)</module>", ROOT.resolve("pom.xml")).stream()
                .filter(module -> !module.equals("bom") && !module.equals("dist") && !module.equals("bench"))
                .filter(BomTest::isPublished)
                .toList();
        assertThat(names("<artifactId>puce-([a-z0-9-]+)</artifactId><version>", ROOT.resolve("bom/pom.xml")))
                .containsExactlyInAnyOrderElementsOf(published);
    }

    private static boolean isPublished(String module) {
        try {
            return !Files.readString(ROOT.resolve(module).resolve("pom.xml")).contains("<maven.deploy.skip>true");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(String pattern, Path file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
