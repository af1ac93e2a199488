package dev.puce.system;

import dev.puce.it.CommandResult;
import dev.puce.testkit.Skip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A mount namespace for a command, in which a test can mount files and folders.
///
/// This needs `CAP_SYS_ADMIN`, or a kernel that lets users make user namespaces. Many containers allow neither.
public final class PrivateMounts {
    private static final boolean POSSIBLE = isMountPossible();

    private PrivateMounts() {}

    /// Whether this process may make such a namespace.
    public static boolean isPossible() {
        return POSSIBLE;
    }

    /// Skips the running test if this process may not make such a namespace.
    public static void require() {
        RealParts.command("unshare", "util-linux");
        Skip.unless(
                POSSIBLE,
                "mount namespaces are not permitted here",
                "run as root with CAP_SYS_ADMIN, or allow user namespaces");
    }

    /// Returns the command that runs a shell script in a mount namespace.
    ///
    /// @param script    mounts, and executes a program
    /// @param arguments the script's `$1` and following
    public static List<String> command(String script, String... arguments) {
        var command = new ArrayList<>(List.of("unshare", "--mount"));
        if (!Privileges.isRoot()) {
            command.add("--map-root-user");
        }
        command.addAll(List.of("sh", "-c", script, "sh"));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static boolean isMountPossible() {
        try {
            return CommandResult.command(Map.of(), command("mount -t tmpfs none /tmp"))
                            .status()
                    == 0;
        } catch (IOException noUnshare) {
            return false;
        }
    }
}
