package dev.puce.system.installation;

import dev.puce.it.CommandResult;
import dev.puce.it.RunningProgram;
import dev.puce.system.PrivateMounts;
import dev.puce.system.Privileges;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A copy of this machine's file system without any Java, to install packages in.
///
/// An overlay in a mount namespace keeps every change in memory. `/run` and `/tmp` are empty, so systemd does not run
/// there.
final class SystemCopy implements AutoCloseable {
    /// `$1` is a folder for the mounts, `$2` the folder that becomes `/mnt`.
    private static final String MOUNT = """
            set -e
            mount -t tmpfs none "$1"
            mkdir "$1/upper" "$1/work" "$1/root"
            mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" none "$1/root"
            mount --rbind /dev "$1/root/dev"
            mount --rbind /proc "$1/root/proc"
            mount --bind "$2" "$1/root/mnt"
            mount -t tmpfs none "$1/root/run"
            mount -t tmpfs none "$1/root/tmp"
            mount -t tmpfs none "$1/root/usr/lib/jvm"
            echo "nobody ALL=(ALL) NOPASSWD: ALL" >"$1/root/etc/sudoers.d/puce-test"
            echo mounted
            exec cat
            """;

    private static final List<String> ENVIRONMENT =
            List.of("env", "-i", "LANG=C.UTF-8", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

    private final Path folder;
    private final RunningProgram namespace;

    private SystemCopy(Path folder, RunningProgram namespace) {
        this.folder = folder;
        this.namespace = namespace;
    }

    /// Makes a copy, or skips the running test if that is not permitted.
    ///
    /// @param folder an empty folder for the mounts
    /// @param media  becomes `/mnt` of the copy
    static SystemCopy open(Path folder, Path media) throws IOException {
        Privileges.requireRoot("install packages in a copy of the system");
        PrivateMounts.require();
        RealParts.command("sudo", "sudo");
        var namespace =
                RunningProgram.start(Map.of(), PrivateMounts.command(MOUNT, folder.toString(), media.toString()));
        namespace.await("mounted", 0);
        return new SystemCopy(folder, namespace);
    }

    /// Runs a command as root.
    CommandResult run(String... command) throws IOException {
        return CommandResult.command(Map.of(), command(List.of(command)));
    }

    /// Runs a command as an unprivileged user, who may use sudo and has no HOME.
    CommandResult runAsUser(String... command) throws IOException {
        return CommandResult.command(Map.of(), asUser(command));
    }

    /// Starts a command as the unprivileged user.
    RunningProgram startAsUser(String... command) throws IOException {
        return RunningProgram.start(Map.of(), asUser(command));
    }

    /// Starts a command as root.
    RunningProgram start(String... command) throws IOException {
        return RunningProgram.start(Map.of(), command(List.of(command)));
    }

    /// Returns the paths of all files that differ from those of the machine, and of all folders that it does not have.
    Set<String> changes() throws IOException {
        var find = new ArrayList<>(enter());
        find.addAll(List.of("find", folder.resolve("upper").toString(), "-mindepth", "1", "-printf", "%y/%P\n"));
        return CommandResult.command(Map.of(), find)
                .out()
                .lines()
                .filter(line -> !line.startsWith("d") || Files.notExists(Path.of(line.substring(1))))
                .map(line -> line.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> asUser(String... command) {
        var whole = new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        whole.addAll(Arrays.asList(command));
        return command(whole);
    }

    private List<String> command(List<String> command) {
        var whole = new ArrayList<>(enter());
        whole.addAll(List.of("chroot", folder.resolve("root").toString()));
        whole.addAll(ENVIRONMENT);
        whole.addAll(command);
        return whole;
    }

    private List<String> enter() {
        return List.of("nsenter", "--mount", "--target", String.valueOf(namespace.pid()));
    }

    @Override
    public void close() throws IOException {
        namespace.close();
    }
}
