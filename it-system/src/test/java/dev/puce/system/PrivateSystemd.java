package dev.puce.system;

import dev.puce.it.CommandResult;
import dev.puce.testkit.Await;
import dev.puce.testkit.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The real systemd as process 1 of private namespaces, with the units of pcscd's package. The machine's units
/// are never touched.
///
/// Its files and sockets are below `/proc/PID/root`.
final class PrivateSystemd implements AutoCloseable {
    private final Path folder;
    private final Process starter;
    private ProcessHandle systemd;

    private PrivateSystemd(Path folder, Process starter) {
        this.folder = folder;
        this.starter = starter;
    }

    /// Starts it and waits until pcscd's socket listens. Skips the test where systemd cannot start: it needs root,
    /// control groups, and overlay file systems.
    static PrivateSystemd start() throws IOException {
        RealParts.file("/lib/systemd/systemd", "systemd");
        RealParts.file("/lib/systemd/system/pcscd.socket", "pcscd");
        PrivateMounts.require();
        var folder = Files.createTempDirectory("puce-systemd");
        Path world = Files.createDirectory(folder.resolve("world"));
        var starter = new ProcessBuilder(
                        "sh",
                        Resources.path("/systemd_as_pid1.sh").toString(),
                        world.toString(),
                        folder.resolve("log").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        var started = new PrivateSystemd(folder, starter);
        try {
            started.awaitSocket();
        } catch (IOException | RuntimeException | AssertionError failed) {
            started.close();
            throw failed;
        }
        return started;
    }

    private void awaitSocket() throws IOException {
        Await.until("systemd runs, or cannot", () -> !starter.isAlive() || findSystemd());
        Await.until("pcscd's socket listens, or cannot", () -> !starter.isAlive() || isActive("pcscd.socket"));
        if (!starter.isAlive()) {
            String why = Files.readString(folder.resolve("out")) + Files.readString(folder.resolve("log"));
            Skip.because(
                    "systemd cannot be process 1 here (" + why.strip() + ")",
                    "run as root with CAP_SYS_ADMIN, writable cgroup2 and overlay file systems");
        }
    }

    /// Finds the child that has become systemd.
    private boolean findSystemd() {
        systemd = starter.children()
                .filter(child -> child.info().command().orElse("").endsWith("/systemd"))
                .findFirst()
                .orElse(null);
        return systemd != null;
    }

    /// The socket for clients; the value for `PCSCLITE_CSOCK_NAME`.
    Path socket() {
        return Path.of("/proc/" + systemd.pid() + "/root/run/pcscd/pcscd.comm");
    }

    /// Whether a unit is active.
    boolean isActive(String unit) throws IOException {
        return run("is-active", unit).status() == 0;
    }

    /// Runs systemctl, which must succeed.
    void systemctl(String... arguments) throws IOException {
        CommandResult ran = run(arguments);
        if (ran.status() != 0) {
            throw new AssertionError("systemctl " + String.join(" ", arguments) + ": " + ran.err()
                    + run("status", "--no-pager", "--full", "pcscd.socket", "pcscd.service")
                            .out());
        }
    }

    /// Restarts units. If a program connects to a restarted socket at that moment, it starts the service, too. Then
    /// systemd 257 reports that a job failed, although all units run.
    void restart(String... units) throws IOException {
        var arguments = new ArrayList<>(List.of("restart"));
        arguments.addAll(List.of(units));
        var ran = run(arguments.toArray(String[]::new));
        for (String unit : units) {
            Await.until(unit + " is active after: " + ran.err(), () -> isActive(unit));
        }
    }

    private CommandResult run(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                "nsenter", "--target", Long.toString(systemd.pid()), "--mount", "--pid", "--root", "systemctl"));
        command.addAll(List.of(arguments));
        return CommandResult.command(Map.of(), command);
    }

    /// Kills it with all its processes.
    @Override
    public void close() throws IOException {
        if (systemd != null) {
            systemd.destroyForcibly();
        }
        starter.destroyForcibly().onExit().join();
        Path group = folder.resolve("world.cgroup");
        if (Files.exists(group)) {
            var root = Path.of(Files.readString(group).strip());
            Await.until("its control groups are empty", () -> removeDirectories(root));
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// Removes control groups, which are directories with undeletable files.
    private static boolean removeDirectories(Path root) throws IOException {
        if (Files.exists(root)) {
            try (var files = Files.walk(root)) {
                for (Path directory : files.filter(Files::isDirectory)
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    if (!directory.toFile().delete()) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
