package dev.puce.system.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.RunningProgram;
import dev.puce.system.Privileges;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The archive without Java, unpacked and run in unusual surroundings. Each start has an empty standard error.
@Timeout(600)
class ArchiveTest {
    private static final String ATR = "3B8901707563652064656D6FA8";
    private static final String SYSTEM_PATH = "/usr/bin:/bin";

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        String zip = Distribution.file("puce-*.zip").toString();
        String archive = zip.replaceFirst("zip$", "tar.gz");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // other users run puce
        Path place = Files.createDirectory(folder.resolve("a folder with spaces"));
        succeed(CommandResult.command(
                Map.of(), List.of("tar", "-xzf", archive, "--strip-components=1", "-C", place.toString())));
        home = place;
    }

    @Test
    void first_start_makes_the_caches_and_foreign_caches_are_silent() throws Exception {
        assertThat(caches()).isEmpty();
        try (var first = RunningProgram.start(Map.of(), command(List.of()))) {
            assertThat(first.awaitEnd(Duration.ofMinutes(5))).as(first.output()).isZero();
        }
        assertThat(caches()).hasSize(2).allSatisfy(cache -> assertThat(cache).isNotEmptyFile());
        try (var left = Files.newDirectoryStream(home, "new.*")) {
            assertThat(left).isEmpty();
        }

        for (Path cache : caches()) {
            Files.writeString(cache, "not a cache");
        }
        assertExplainsAtr(puce(List.of()));
        assertThat(caches()).allSatisfy(cache -> assertThat(cache).hasContent("not a cache"));
    }

    private List<Path> caches() throws IOException {
        try (var files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(".aot")).toList();
        }
    }

    @Test
    void runs_with_any_home_locale_and_path() throws IOException {
        Files.createFile(home.resolve("puce.aot")); // as if the caches could not be made
        Path empty = Files.createDirectory(folder.resolve("home"));
        assertExplainsAtr(puce(List.of("HOME=" + empty)));
        assertExplainsAtr(puce(List.of("HOME=")));
        assertExplainsAtr(puce(List.of("HOME=/nonexistent")));
        assertExplainsAtr(puce(List.of("HOME=" + empty, "LC_ALL=C")));
        assertExplainsAtr(puce(List.of("HOME=" + empty, "LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8")));

        Path link = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("my bin")).resolve("puce"), home.resolve("bin/puce"));
        var command = environment(List.of("PATH=" + link.getParent() + ":" + SYSTEM_PATH));
        command.addAll(List.of("puce", "atr", ATR));
        assertExplainsAtr(CommandResult.command(Map.of(), command));
    }

    @Test
    void draws_png_with_an_installed_java() throws IOException {
        Files.createFile(home.resolve("puce.aot")); // as if the caches could not be made
        Path list = Files.writeString(folder.resolve("list.txt"), ATR + "\n");
        Path picture = folder.resolve("ts.png");
        var command = environment(List.of());
        command.addAll(List.of(home.resolve("bin/puce").toString(), "atr", "stats", "--table", "TS", "--png"));
        command.addAll(List.of("-o", picture.toString(), list.toString()));
        assertThat(CommandResult.command(Map.of(), command).err()).isEmpty();
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(960);
    }

    @Test
    void runs_as_a_user_who_may_write_nowhere() throws IOException {
        Privileges.requireRoot("run puce as another user");
        Path readOnly = Files.createDirectory(folder.resolve("read-only"));
        var command = new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        command.addAll(environment(List.of("HOME=" + readOnly)));
        command.addAll(List.of(home.resolve("bin/puce").toString(), "atr", ATR));
        assertExplainsAtr(CommandResult.command(Map.of(), command));
        assertThat(caches()).isEmpty();
    }

    @Test
    void manual_pages_have_no_warnings() throws IOException {
        RealParts.command("man", "man-db");
        try (var pages = Files.newDirectoryStream(home.resolve("share/man/man1"))) {
            var names = new ArrayList<String>();
            for (Path page : pages) {
                names.add(page.getFileName().toString());
                var result = CommandResult.command(
                        Map.of("LC_ALL", "C.UTF-8"),
                        List.of("man", "--warnings", "--pager=cat", "-l", page.toString()));
                assertThat(result.err()).as(page.toString()).isEmpty();
                assertThat(result.out()).contains("EXIT STATUS", "SEE ALSO");
            }
            assertThat(names).contains("puce.1", "puce-spy.1", "puce-card-insert.1");
        }
    }

    private CommandResult puce(List<String> variables) throws IOException {
        return CommandResult.command(Map.of(), command(variables));
    }

    private List<String> command(List<String> variables) {
        var command = environment(variables);
        command.addAll(List.of(home.resolve("bin/puce").toString(), "atr", ATR));
        return command;
    }

    /// The environment of the test's JDK and the variables; no HOME unless they have it.
    private static List<String> environment(List<String> variables) {
        var command = new ArrayList<>(
                List.of("env", "-i", "PATH=" + SYSTEM_PATH, "JAVA_HOME=" + System.getProperty("java.home")));
        command.addAll(variables);
        return command;
    }

    private static void assertExplainsAtr(CommandResult result) {
        assertThat(succeed(result)).contains("puce demo").contains("T=1");
        assertThat(result.err()).isEmpty();
    }

    private static String succeed(CommandResult result) {
        return result.succeeded("the command").out();
    }
}
