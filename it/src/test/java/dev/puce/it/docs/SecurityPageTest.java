package dev.puce.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Each promise of the page on security names a test, and each named test exists.
class SecurityPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]*Test)`");

    private static List<String> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/concepts/security.md")).stream()
                .filter(line -> line.startsWith("| ") && line.split("\\|", -1).length == 5)
                .filter(line -> !line.startsWith("| attack |") && !line.startsWith("| client |"))
                .filter(line -> !line.contains("SO_PEERCRED"))
                .toList();
    }

    @Test
    void every_promise_names_a_test_that_exists() throws IOException {
        var promises = new ArrayList<String>();
        for (String row : rows()) {
            String last = row.split("\\|", -1)[3];
            var names = TEST.matcher(last).results().map(name -> name.group(1)).toList();
            if (!names.isEmpty() || last.contains("none")) {
                promises.add(row);
                assertThat(names).as(row).isNotEmpty();
                assertThat(ProjectClasses.NAMES).as(row).containsAll(names);
            }
        }
        assertThat(promises).hasSizeGreaterThan(15);
    }
}
