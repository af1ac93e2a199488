package dev.puce.system.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.RecordingLines;
import dev.puce.it.RunningProgram;
import dev.puce.system.PcscdProgram;
import dev.puce.system.RealParts;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The Debian package in a system without Java.
@Timeout(600)
class DebianPackageTest {
    private static final String PACKAGE = "/mnt/puce.deb";
    private static final String CACHE = "/usr/lib/puce/puce.aot";

    /// Lintian of Debian 12 wants a script for other init systems. The service takes the place of a socket of systemd,
    /// so
    /// it is for systemd only.
    private static final String INIT_SCRIPT = "package-supports-alternative-init-but-no-init.d-script";

    /// The size of a file in the list of tar: `-rw-r--r-- root/root 12345 2026-01-01 ...`.
    private static final Pattern SIZE = Pattern.compile("(?m)^\\S+ +\\S+ +(\\d+) ");

    @TempDir
    private Path folder;

    private Path media;
    private SystemCopy system;

    @BeforeEach
    void openSystem() throws IOException {
        Path built = Distribution.file("puce_*.deb");
        media = Files.createDirectory(folder.resolve("media"));
        Files.copy(built, media.resolve("puce.deb"));
        system = SystemCopy.open(Files.createDirectory(folder.resolve("system")), media);
    }

    @AfterEach
    void closeSystem() throws IOException {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void installed_puce_works_for_a_user_and_through_sudo() throws Exception {
        RealParts.command("opensc-tool", "opensc");
        install(PACKAGE);

        assertThat(system.run("test", "-s", CACHE).status()).as("AOT cache").isZero();
        assertThat(system.runAsUser("puce", "--version").err()).isEmpty();
        assertThat(succeed(system.runAsUser("puce", "--version"))).startsWith("puce ");
        assertThat(succeed(system.runAsUser("sudo", "-n", "puce", "--version"))).startsWith("puce ");
        assertThat(succeed(system.runAsUser("puce", "demo"))).contains("VERIFY");
        assertThat(system.runAsUser("puce", "card", "list").out()).contains("piv");
        assertThat(succeed(system.run("sh", "-c", "echo 3B00 | puce atr stats --html -")))
                .contains("class=\"statistics\"");
        assertThat(system.run("sh", "-c", "echo 3B00 | puce atr stats --table TS --png -o /tmp/ts.png -")
                        .err())
                .contains("no add-on for --png", "rsvg-convert");
        spyOnEveryProgram();
        checkService();
        assertThat(succeed(system.run("man", "--pager=cat", "puce-card-insert")))
                .contains("Put a card into a reader");
        assertThat(succeed(system.runAsUser("bash", "-c", """
                . /usr/share/bash-completion/completions/puce
                COMP_WORDS=(puce sum) COMP_CWORD=1
                _puce
                echo "${COMPREPLY[@]}"
                """))).isEqualTo("summary\n");
    }

    /// systemd accepts the unit, and nothing starts it at boot.
    private void checkService() throws IOException {
        RealParts.command("systemd-analyze", "systemd");
        assertThat(system.run("systemd-analyze", "verify", "/usr/lib/systemd/system/puce-spy.service"))
                .extracting(CommandResult::err)
                .asString()
                .doesNotContain("puce-spy.service");
        assertThat(system.run("find", "/etc/systemd", "-name", "puce-spy.service")
                        .out())
                .isEmpty();
    }

    /// Root attaches to pcscd, and sees the calls of another user's program.
    private void spyOnEveryProgram() throws Exception {
        var daemon = PcscdProgram.installed().command(Path.of("/dev/null"));
        try (var pcscd = system.start(daemon.toArray(String[]::new));
                var spy = attachedSpy()) {
            spy.await("/run/pcscd/pcscd.comm", 0);
            succeed(system.runAsUser("opensc-tool", "--list-readers"));
            spy.terminate();
            spy.awaitEnd();
            assertThat(pcscd.isAlive()).isTrue();
        }
        assertThat(RecordingLines.calls(media.resolve("trace.jsonl"), "SCardEstablishContext"))
                .isNotEmpty();
    }

    private RunningProgram attachedSpy() throws IOException {
        Await.until(
                "pcscd listens",
                () -> system.run("test", "-S", "/run/pcscd/pcscd.comm").status() == 0);
        return system.startAsUser("sudo", "-n", "puce", "spy", "--attach", "-o", "/mnt/trace.jsonl");
    }

    @Test
    void upgrade_renews_the_cache_and_purge_leaves_nothing() throws Exception {
        RealParts.command("dpkg-deb", "dpkg");
        Set<String> before = changes();
        install(PACKAGE);
        succeed(system.run("sh", "-c", "echo old >" + CACHE));
        succeed(system.run("sh", "-c", """
                dpkg-deb --raw-extract /mnt/puce.deb /tmp/newer
                sed -i 's/^Version: .*/Version: 99/' /tmp/newer/DEBIAN/control
                dpkg-deb -Zgzip -z1 --build /tmp/newer /mnt/newer.deb
                rm -r /tmp/newer
                """));
        install("/mnt/newer.deb");

        assertThat(succeed(system.run("dpkg-query", "--show", "puce"))).isEqualTo("puce\t99\n");
        assertThat(succeed(system.run("stat", "--format=%s", CACHE))).isNotEqualTo("4\n"); // not "old"
        assertThat(succeed(system.runAsUser("puce", "--version"))).startsWith("puce ");

        succeed(system.run("mkdir", "/var/log/puce")); // the service makes it
        succeed(system.run("dpkg", "--no-triggers", "--purge", "puce"));
        assertThat(changes()).isEqualTo(before);
    }

    /// The changed files without those of the package management itself.
    private Set<String> changes() throws IOException {
        return system.changes().stream()
                .filter(path -> !path.startsWith("/var/lib/dpkg/") && !path.startsWith("/var/cache/man/"))
                .filter(path -> !path.equals("/var/log/dpkg.log"))
                .collect(Collectors.toSet());
    }

    @Test
    void package_takes_at_most_60_megabytes() throws IOException {
        RealParts.command("dpkg-deb", "dpkg");
        String files = succeed(CommandResult.command(
                Map.of(),
                List.of("dpkg-deb", "--contents", media.resolve("puce.deb").toString())));
        long size = SIZE.matcher(files)
                .results()
                .mapToLong(file -> Long.parseLong(file.group(1)))
                .sum();
        assertThat(size).isBetween(20_000_000L, 60_000_000L);
    }

    /// The exceptions are in `dist/src/deb/lintian-overrides`, except for a tag that lintian of Debian 13 no longer
    /// has: there, naming it would be an error.
    @Test
    void lintian_finds_nothing_but_documented_exceptions() throws IOException {
        RealParts.command("lintian", "lintian");
        var result = CommandResult.command(
                Map.of("TMPDIR", folder.toString()), // it leaves files there at its end
                List.of(
                        "lintian",
                        "--allow-root",
                        "--fail-on",
                        "error,warning",
                        media.resolve("puce.deb").toString()));
        assertThat(result.status()).as(result.err()).isIn(0, 2);
        assertThat(result.out().lines().filter(line -> !line.contains(INIT_SCRIPT)))
                .isEmpty();
    }

    /// Installs a package. On a busy machine, making the AOT caches takes long. Other packages
    /// need no notice: man-db would read all manual pages of the machine.
    private void install(String file) throws IOException, InterruptedException {
        try (var dpkg = system.start("dpkg", "--no-triggers", "--install", file)) {
            assertThat(dpkg.awaitEnd(Duration.ofMinutes(5))).as(dpkg.output()).isZero();
        }
    }

    private static String succeed(CommandResult result) {
        return result.succeeded("the command").out();
    }
}
