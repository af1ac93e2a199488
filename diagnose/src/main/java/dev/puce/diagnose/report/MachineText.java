package dev.puce.diagnose.report;

import dev.puce.diagnose.machine.DoctorReport;
import dev.puce.diagnose.machine.ReaderInventory;
import dev.puce.iso7816.Printable;
import dev.puce.posix.ProcessFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The facts of this machine that a maintainer asks for, as lines of a label and a value.
final class MachineText {
    private static final int LABEL = 14;
    private static final List<Path> DAEMONS = List.of(Path.of("/usr/sbin/pcscd"), Path.of("/usr/local/sbin/pcscd"));
    private static final List<Path> CONTAINER_MARKS = List.of(Path.of("/.dockerenv"), Path.of("/run/.containerenv"));

    /// Commands that print name and version of the package with libpcsclite.
    private static final List<List<String>> PACKAGES = List.of(
            List.of("/usr/bin/dpkg-query", "-W", "-f", "${Package} ${Version}", "libpcsclite1"),
            List.of("/usr/bin/rpm", "-q", "pcsc-lite-libs"),
            List.of("/usr/bin/pacman", "-Q", "pcsclite"));

    private static final int SECONDS = 5;

    /// Variables that change what PC/SC programs do. None of them holds a secret.
    private static final Pattern VARIABLES = Pattern.compile(
            "PCSCLITE_.*|LIBPCSCLITE_.*|OPENSC_.*|PKCS11SPY.*|MUSCLECARD_.*|GNUPGHOME|XDG_SESSION_TYPE|LANG|SSH_CONNECTION"
                    + "|SNAP_NAME|FLATPAK_ID|LD_LIBRARY_PATH");

    private final StringBuilder text = new StringBuilder();

    private MachineText() {}

    static String of(String puce) {
        var lines = new MachineText();
        lines.line("puce", puce);
        lines.line("Java", Runtime.version() + ", " + System.getProperty("java.vendor"));
        lines.line("system", distribution());
        lines.line(
                "kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        lines.line("desktop", System.getenv().getOrDefault("XDG_CURRENT_DESKTOP", "none"));
        lines.line("container", container());
        lines.line("daemon", daemon());
        lines.line("library", library());
        ReaderInventory.drivers().forEach(driver -> lines.line("driver", driver));
        ReaderInventory.usbReaders().forEach(reader -> lines.line("USB reader", reader));
        new TreeMap<>(System.getenv()).forEach((name, value) -> {
            if (VARIABLES.matcher(name).matches()) {
                lines.line("environment", name + (name.equals("SSH_CONNECTION") ? " is set" : "=" + value));
            }
        });
        return lines.text.toString();
    }

    static String of(DoctorReport doctor) {
        var lines = new MachineText();
        doctor.steps()
                .forEach(step ->
                        lines.line(step.subject().label(), step.outcome().label() + ": " + step.text()));
        doctor.cause().flatMap(cause -> cause.remedy()).ifPresent(remedy -> lines.line("remedy", remedy));
        return lines.text.toString();
    }

    private static String distribution() {
        return ProcessFiles.read(Path.of("/etc/os-release"))
                .lines()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                .findFirst()
                .orElse(System.getProperty("os.name"));
    }

    private static String container() {
        return ProcessFiles.of(ProcessHandle.current().pid())
                .container()
                .orElse(CONTAINER_MARKS.stream().anyMatch(Files::exists) ? "yes" : "none");
    }

    /// The first line of `pcscd --version`, which names the release.
    private static String daemon() {
        return DAEMONS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(pcscd -> firstLine(List.of(pcscd.toString(), "--version")).orElse("pcscd of unknown version"))
                .orElse("no pcscd");
    }

    /// The package with libpcsclite. The library itself does not tell its version.
    private static String library() {
        return PACKAGES.stream()
                .filter(command -> Files.isExecutable(Path.of(command.getFirst())))
                .flatMap(command -> firstLine(command).stream())
                .findFirst()
                .orElse("no package with libpcsclite");
    }

    /// The first line of a program's output; empty if it fails or does not end.
    private static Optional<String> firstLine(List<String> command) {
        try {
            var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? output.lines().findFirst() : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void line(String label, String value) {
        text.append(label).append(" ".repeat(Math.max(1, LABEL - label.length())));
        text.append(value.lines()
                .map(Printable::of)
                .reduce((a, b) -> a + "\n" + " ".repeat(LABEL) + b)
                .orElse(""));
        text.append('\n');
    }
}
