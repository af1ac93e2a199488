package dev.puce.posix;

import java.util.List;

/// Identity of the process at the other end of a socket, as the kernel recorded it at `connect()`.
///
/// @param pid    process id in our namespace; 0 if the process is not visible in it
/// @param uid    effective user id
/// @param gid    effective group id
/// @param groups supplementary group ids
/// @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7), SO_PEERCRED</a>
public record PeerCredentials(int pid, int uid, int gid, List<Integer> groups) {
    public PeerCredentials {
        groups = List.copyOf(groups);
    }
}
