package dev.puce.system;

import dev.puce.it.ProcessEnd;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The real polkitd on a private message bus, with the rules and login sessions of a test. The machine's are never
/// touched.
///
/// polkitd has fixed paths for its rules and for logind's sessions. It runs in a private mount namespace, where
/// these are temporary folders.
final class PrivatePolkit implements AutoCloseable {
    private static final String POLKITD = "/usr/lib/polkit-1/polkitd";

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    private PrivatePolkit(Path folder) {
        this.folder = folder;
    }

    /// Starts a bus and polkitd on it, and waits until it has read its rules.
    ///
    /// @param actions a folder with the actions that a daemon asks about (`.policy`)
    /// @param rules   rules in polkit's JavaScript
    static PrivatePolkit start(Path actions, String rules) throws IOException {
        RealParts.file(POLKITD, "polkitd");
        RealParts.command("dbus-daemon", "dbus-daemon");
        PrivateMounts.require();
        var polkit = new PrivatePolkit(Files.createTempDirectory("puce-polkit"));
        try {
            polkit.launch(actions, rules);
        } catch (IOException | RuntimeException | AssertionError e) {
            polkit.close();
            throw e;
        }
        return polkit;
    }

    /// The address of the bus; the value for `DBUS_SYSTEM_BUS_ADDRESS`.
    String busAddress() {
        return "unix:path=" + folder.resolve("bus");
    }

    /// The output of polkitd and its rules so far.
    String log() throws IOException {
        return Files.readString(folder.resolve("polkitd.log"));
    }

    /// Folder of logind's files: `sessions`, `users`, `seats`.
    Path logins() {
        return folder.resolve("logins");
    }

    private void launch(Path actions, String rules) throws IOException {
        Path ruleFolder = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(ruleFolder.resolve("10-test.rules"), rules);
        for (var kind : List.of("sessions", "users", "seats", "machines")) {
            Files.createDirectories(logins().resolve(kind));
        }
        Path configuration = Files.writeString(folder.resolve("bus.conf"), busConfiguration());
        forAllUsers(folder);
        run("dbus", "dbus-daemon", "--config-file=" + configuration, "--nofork", "--nopidfile", "--print-address");
        // its socket exists before it listens and before other users may connect
        Await.until(
                "the bus listens",
                () -> Files.readString(folder.resolve("dbus.log")).contains("unix:path="));
        var polkitd = PrivateMounts.command("""
                mount -t tmpfs none /run && mkdir /run/systemd && mount --bind "$1/logins" /run/systemd &&
                mount --bind "$1/rules" /etc/polkit-1/rules.d && mount --bind "$2" /usr/share/polkit-1/actions &&
                exec "$3"
                """, folder.toString(), actions.toString(), POLKITD);
        run("polkitd", polkitd.toArray(String[]::new));
        Await.until("polkitd is on the bus", () -> log().contains("Acquired the name"));
    }

    private String busConfiguration() {
        return """
            <busconfig>
              <type>system</type>
              <auth>EXTERNAL</auth>
              <listen>unix:path=%s</listen>
              <policy context="default">
                <allow user="*"/>
                <allow own="*"/>
                <allow send_type="method_call"/>
                <allow send_type="signal"/>
                <allow send_requested_reply="true"/>
                <allow receive_type="method_call"/>
                <allow receive_type="signal"/>
                <allow receive_requested_reply="true"/>
              </policy>
            </busconfig>
            """.formatted(folder.resolve("bus"));
    }

    private void run(String name, String... command) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().put("DBUS_SYSTEM_BUS_ADDRESS", busAddress());
        processes.addFirst(builder.start());
    }

    /// Permits all users, because polkitd and the programs run as different users.
    private static void forAllUsers(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (var process : processes) {
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    ProcessEnd.kill(process);
                }
            } catch (InterruptedException e) {
                ProcessEnd.kill(process);
                Thread.currentThread().interrupt();
            }
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
