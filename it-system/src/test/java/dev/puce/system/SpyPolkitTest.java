package dev.puce.system;

import dev.puce.it.CommandResult;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A script in place of pcscd asks the real polkitd, because Debian 12's pcscd does not. See [SpyPolkitPcscdTest].
class SpyPolkitTest extends SpyPolkitContract {
    private Path folder;
    private Process daemon;

    @Override
    Path actions() throws Exception {
        return Resources.path("/polkit/org.debian.pcsc-lite.policy").getParent();
    }

    @Override
    void startDaemon() throws Exception {
        RealParts.command("socat", "socat");
        RealParts.command("pkcheck", "polkitd");
        var python = RealParts.command("python3", "python3").toString();
        folder = Files.createTempDirectory("puce-asking");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var script = actions().resolve("asking_daemon.py");
        var builder = new ProcessBuilder(python, script.toString(), socket().toString()).inheritIO();
        builder.environment().put("DBUS_SYSTEM_BUS_ADDRESS", polkit.busAddress());
        daemon = builder.start();
        Await.until("it listens", () -> Files.exists(socket()));
    }

    @Override
    void endDaemon() throws IOException {
        if (daemon != null) {
            daemon.destroyForcibly().onExit().join();
        }
        if (folder != null) {
            Files.deleteIfExists(socket());
            Files.delete(folder);
        }
    }

    @Override
    Path socket() {
        return folder.resolve("pcscd.comm");
    }

    @Override
    List<String> client() {
        return List.of("socat", "-u", "UNIX-CONNECT:" + socket(), "-");
    }

    @Override
    boolean isServed(CommandResult client) {
        return client.equals(new CommandResult(0, "served\n", ""));
    }

    @Override
    boolean isTurnedAway(CommandResult client) {
        return client.equals(new CommandResult(0, "turned away\n", ""));
    }
}
