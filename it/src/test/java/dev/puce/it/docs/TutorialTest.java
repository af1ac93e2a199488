package dev.puce.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The tutorial, followed word by word: its files are written, its commands run, and their output is compared.
///
/// Times, handles, process ids, connections and numbers of calls may differ, and a line `...` stands for any lines.
@Timeout(120)
class TutorialTest {
    private static final Path TUTORIAL = Path.of("../docs/tutorial.md");
    private static final String FILE = "<!-- file: ";
    private static final String ANYTHING = "...";

    @TempDir
    private Path folder;

    @Test
    void every_command_prints_the_output_that_the_tutorial_shows() throws IOException {
        CommandResult.putPuce(folder);
        List<String> lines = Files.readAllLines(TUTORIAL);
        int commands = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(FILE)) {
                String name = line.substring(FILE.length(), line.indexOf(" -->"));
                Files.write(folder.resolve(name), lines.subList(i + 2, end(lines, i + 2)));
            } else if (line.startsWith("$ ")) {
                int end = i + 1;
                while (!lines.get(end).startsWith("$ ") && !lines.get(end).equals("```")) {
                    end++;
                }
                assertPrints(line.substring(2), lines.subList(i + 1, end));
                commands++;
            }
        }
        assertThat(commands).as("commands in the tutorial").isGreaterThanOrEqualTo(5);
    }

    private static int end(List<String> lines, int start) {
        return start + lines.subList(start, lines.size()).indexOf("```");
    }

    private void assertPrints(String command, List<String> expected) throws IOException {
        CommandResult result = CommandResult.command(
                Map.of("PATH", folder + ":" + System.getenv("PATH")),
                List.of("sh", "-c", "cd '" + folder + "' && exec " + command + " 2>&1"));
        List<String> printed =
                result.out().lines().map(TutorialTest::withoutChanges).toList();
        var part = new ArrayList<String>();
        boolean anywhere = false;
        int next = 0;
        for (String line : expected) {
            if (!line.equals(ANYTHING)) {
                part.add(withoutChanges(line));
                continue;
            }
            next = find(command, printed, part, next, anywhere) + part.size();
            part.clear();
            anywhere = true;
        }
        int at = find(command, printed, part, next, anywhere);
        if (!part.isEmpty() || !anywhere) {
            assertThat(printed.subList(at + part.size(), printed.size()))
                    .as(command)
                    .isEmpty();
        }
    }

    private static int find(String command, List<String> printed, List<String> part, int from, boolean anywhere) {
        int last = anywhere ? printed.size() - part.size() : from;
        for (int at = from; at <= last; at++) {
            if (at + part.size() <= printed.size()
                    && printed.subList(at, at + part.size()).equals(part)) {
                return at;
            }
        }
        assertThat(printed.subList(from, printed.size())).as(command).isEqualTo(part);
        throw new AssertionError("unreachable");
    }

    /// The line without times, handles, process ids, connections and numbers of calls.
    private static String withoutChanges(String line) {
        return line.replaceAll("^([▶ ]) +[0-9+-]+ +[0-9]+\\.[0-9]{3} ", "$1 NUMBER TIME ")
                .replaceAll("^ +[0-9]+\\.[0-9]{6}", "TIME")
                .replaceAll("^([-+ ]) +[0-9]+ (?=[A-Z])", "$1NUMBER ")
                .replaceAll("^Call [0-9]+", "Call NUMBER")
                .replaceAll("[0-9]+ calls", "NUMBER calls")
                .replaceAll("[0-9.]+ (?:[µm]?s)\\b", "DURATION")
                .replaceAll("\\[[0-9]+]:[0-9]+", "[PROCESS]")
                .replaceAll("0x[0-9A-F]{8}", "HANDLE")
                .replaceAll(" {2,}", " ");
    }
}
