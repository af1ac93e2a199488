package dev.puce.system.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.RunningProgram;
import dev.puce.system.RealParts;
import dev.puce.testkit.Skip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `dist/release` on a copy of the latest commit, with a throw-away key.
@Timeout(2400)
class ReleaseTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FILE = Pattern.compile("(?m)^-rw\\S+ .* (\\S+)$");

    @Test
    void one_command_makes_signs_and_checks_all_files() throws Exception {
        RealParts.command("git", "git");
        RealParts.command("gpg", "gnupg");
        Skip.unless(Files.exists(ROOT.resolve(".git")), "the sources are not in a git repository", "clone it");
        try (var release = RunningProgram.start(
                Map.of(), List.of(ROOT.resolve(".ci/release").toString(), "-Dquick"))) {
            assertThat(release.awaitEnd(Duration.ofMinutes(35)))
                    .as(release.output())
                    .isZero();
            String output = release.output();
            assertThat(output).containsPattern("bundle: \\d+ components meet the portal's rules");
            List<String> files = FILE.matcher(output)
                    .results()
                    .map((MatchResult file) -> file.group(1))
                    .toList();
            assertThat(files)
                    .contains(
                            "SHA256SUMS",
                            "puce-99.0.0.tar.gz",
                            "puce-99.0.0.zip",
                            "puce-99.0.0.cdx.json",
                            "puce-99.0.0-central-bundle.zip",
                            "puce.json",
                            "puce.rb",
                            "sdkman.json")
                    .anyMatch(file -> file.matches("puce-99\\.0\\.0-linux-.*\\.tar\\.gz"))
                    .anyMatch(file -> file.matches("puce_99\\.0\\.0_.*\\.deb"));
            assertThat(files.stream().filter(file -> !file.endsWith(".asc")).map(file -> file + ".asc"))
                    .isSubsetOf(files);
        }
    }
}
