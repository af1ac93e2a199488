package dev.puce.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The prose of the project follows the rules for plain English: `.ci/prose` reports nothing.
class ProseTest {
    @Test
    void the_linter_reports_nothing() throws IOException, InterruptedException {
        var builder = new ProcessBuilder("../.ci/prose").redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var linter = builder.start();
        List<String> findings = linter.inputReader().lines().toList();

        assertThat(findings).isEmpty();
        assertThat(linter.waitFor()).isZero();
    }
}
