package dev.puce.system.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.FreshProject;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Builds a new project from `docs/how-to/testing.md` alone: each block after `<!-- file: NAME -->` becomes that file,
/// and each block after `<!-- run: NAME -->` is run in the project's folder.
@Timeout(300)
class TestingPageTest {
    private static final Path PAGE = Path.of("../docs/how-to/testing.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)<!-- (file|run): (\\S+) -->\n```\\w+\n(.*?)```\n");
    private static final List<String> MODULES = List.of(
            "iso7816",
            "decode",
            "posix",
            "wire",
            "pcsc",
            "backends",
            "cards",
            "smartcardio",
            "trace",
            "service",
            "replay",
            "junit");

    @TempDir
    private Path folder;

    private final Map<String, String> commands = new HashMap<>();
    private FreshProject project;

    @Test
    void page_is_a_complete_project() throws IOException {
        RealParts.command("opensc-tool", "opensc");
        RealParts.file("/usr/lib/python3/dist-packages/smartcard", "python3-pyscard");
        RealParts.file("/usr/lib/python3/dist-packages/pytest", "python3-pytest");
        copyThePage();
        run("record");
        assertThat(project.maven("test")).contains("Tests run: 8, Failures: 0, Errors: 0, Skipped: 0\n");
        assertThat(run("pytest-inside")).contains("1 passed");
        assertThat(run("pytest")).contains("2 passed");
        run("shell");
        assertThat(commands).as("commands that this test does not run").isEmpty();
    }

    private void copyThePage() throws IOException {
        project = FreshProject.in(folder, MODULES);
        var blocks = BLOCK.matcher(Files.readString(PAGE));
        while (blocks.find()) {
            if (blocks.group(1).equals("file")) {
                project.write(blocks.group(2), blocks.group(3));
            } else {
                commands.put(blocks.group(2), blocks.group(3));
            }
        }
        CommandResult.putPuce(folder.resolve("bin"));
    }

    /// Runs a block of the page; it must succeed.
    ///
    /// @return its output
    private String run(String name) throws IOException {
        String script = "cd '" + project.directory() + "'\n" + commands.remove(name);
        var environment = Map.of(
                "PATH",
                folder.resolve("bin") + ":/usr/bin:/bin",
                "TMPDIR",
                folder.toString()); // pytest leaves folders there
        return CommandResult.successful(environment, List.of("sh", "-ec", script))
                .out();
    }
}
