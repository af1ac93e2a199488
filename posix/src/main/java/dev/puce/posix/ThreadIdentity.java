package dev.puce.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/// Runs an action on this thread with another user's effective identity.
///
/// On Linux, credentials belong to threads. The C library's functions change those of all threads; the system
/// calls change only the caller's. Only the effective ids and the supplementary groups change. The real and
/// saved ids stay ours, so the other user can neither signal nor trace this process, and the thread can return
/// to its own identity.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/credentials.7.html">credentials(7)</a>
/// @see <a href="https://man7.org/linux/man-pages/man2/setresuid.2.html">setresuid(2), C library/kernel
/// differences</a>
public final class ThreadIdentity {
    private static final int UNCHANGED = -1;
    private static final SystemCalls NUMBERS = SystemCalls.ofThisMachine();

    private ThreadIdentity() {}

    /// Numbers of the system calls. They differ between architectures.
    private record SystemCalls(long setgroups, long setresuid, long setresgid) {
        static SystemCalls ofThisMachine() {
            return switch (System.getProperty("os.arch")) {
                case "amd64" -> new SystemCalls(116, 117, 119);
                case "aarch64", "riscv64" -> new SystemCalls(159, 147, 149);
                default -> null;
            };
        }
    }

    /// An action with a result.
    ///
    /// @param <T> type of the result
    @FunctionalInterface
    public interface Action<T> {
        T run() throws IOException;
    }

    /// Whether this process may take an identity.
    public static boolean isPossible(PeerCredentials identity) {
        return isOurs(identity) || (NUMBERS != null && isRoot());
    }

    /// Whether this process already runs as that user.
    public static boolean isOurs(PeerCredentials identity) {
        return identity.uid() == LibC.geteuid();
    }

    /// Whether this process runs as root.
    public static boolean isRoot() {
        return LibC.geteuid() == 0;
    }

    /// Runs an action with an identity.
    ///
    /// @throws IOException if the identity could not be taken, or the action failed
    public static <T> T as(PeerCredentials identity, Action<T> action) throws IOException {
        if (isOurs(identity)) {
            return action.run();
        }
        var ownGroups = LibC.getgroups();
        int ownUser = LibC.geteuid();
        int ownGroup = LibC.getegid();
        try {
            take(identity.groups(), identity.gid(), identity.uid());
            return action.run();
        } finally {
            restore(ownGroups, ownGroup, ownUser);
        }
    }

    private static void take(List<Integer> groups, int group, int user) throws IOException {
        check("cannot take the groups of uid " + user, setGroups(groups));
        check("cannot take group " + group, LibC.syscall(NUMBERS.setresgid, UNCHANGED, group, UNCHANGED));
        check("cannot take uid " + user, LibC.syscall(NUMBERS.setresuid, UNCHANGED, user, UNCHANGED));
    }

    /// Restores the user first: without its rights, the groups cannot be changed.
    private static void restore(List<Integer> groups, int group, int user) throws IOException {
        check("cannot return to uid " + user, LibC.syscall(NUMBERS.setresuid, UNCHANGED, user, UNCHANGED));
        check("cannot return to group " + group, LibC.syscall(NUMBERS.setresgid, UNCHANGED, group, UNCHANGED));
        check("cannot return to our groups", setGroups(groups));
    }

    private static long setGroups(List<Integer> groups) {
        try (var arena = Arena.ofConfined()) {
            var ids = arena.allocate(JAVA_INT, Math.max(1, groups.size()));
            for (int i = 0; i < groups.size(); i++) {
                ids.setAtIndex(JAVA_INT, i, groups.get(i));
            }
            return LibC.syscall(NUMBERS.setgroups, groups.size(), ids.address(), 0);
        }
    }

    private static void check(String attempted, long result) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(attempted, (int) -result);
        }
    }
}
