package dev.puce.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/// Does something on this thread under another user's effective identity.
///
/// On Linux credentials belong to threads; the C library's functions change those of all, the system calls behind
/// them only the caller's. Only the effective ids and the supplementary groups change: the real and the saved ids
/// stay ours, so that the other user can neither signal nor trace this process meanwhile, and we can return.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/credentials.7.html">credentials(7)</a>
/// @see <a href="https://man7.org/linux/man-pages/man2/setresuid.2.html">setresuid(2), C library/kernel
/// differences</a>
public final class ThreadIdentity {
    private static final int UNCHANGED = -1;
    private static final SystemCalls NUMBERS = SystemCalls.ofThisMachine();

    private ThreadIdentity() {}

    /// Numbers of the system calls, which differ between architectures.
    private record SystemCalls(long setgroups, long setresuid, long setresgid) {
        static SystemCalls ofThisMachine() {
            return switch (System.getProperty("os.arch")) {
                case "amd64" -> new SystemCalls(116, 117, 119);
                case "aarch64", "riscv64" -> new SystemCalls(159, 147, 149);
                default -> null;
            };
        }
    }

    /// Something that is done.
    ///
    /// @param <T> what it returns
    @FunctionalInterface
    public interface Action<T> {
        /// Does it.
        T run() throws IOException;
    }

    /// Whether this process may take that identity.
    public static boolean isPossible(PeerCredentials identity) {
        return isOurs(identity) || (NUMBERS != null && isRoot());
    }

    /// Whether this process has that user already.
    public static boolean isOurs(PeerCredentials identity) {
        return identity.uid() == LibC.geteuid();
    }

    /// Whether this process is root's.
    public static boolean isRoot() {
        return LibC.geteuid() == 0;
    }

    /// Does something as somebody.
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
            giveBack(ownGroups, ownGroup, ownUser);
        }
    }

    private static void take(List<Integer> groups, int group, int user) throws IOException {
        check("cannot take the groups of uid " + user, setGroups(groups));
        check("cannot take group " + group, LibC.syscall(NUMBERS.setresgid, UNCHANGED, group, UNCHANGED));
        check("cannot take uid " + user, LibC.syscall(NUMBERS.setresuid, UNCHANGED, user, UNCHANGED));
    }

    /// The user first: without its rights, groups cannot be changed.
    private static void giveBack(List<Integer> groups, int group, int user) throws IOException {
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
