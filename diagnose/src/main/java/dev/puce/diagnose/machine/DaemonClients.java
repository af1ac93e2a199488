package dev.puce.diagnose.machine;

import dev.puce.posix.ProcessFiles;
import dev.puce.posix.UnixSocketTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The programs that are connected to a daemon's socket: one of them holds the card, if one is held.
///
/// The kernel shows the connections to every user. The process of a connection it shows to root, and to its user unless
/// the process has switched off core dumps, as several commands of puce do.
///
/// @param programs the programs, without this puce, by pid
/// @param hidden   number of connections whose programs this user may not see
public record DaemonClients(List<NamedProcess> programs, int hidden) {
    private static final DaemonClients NONE = new DaemonClients(List.of(), 0);

    public DaemonClients {
        programs = List.copyOf(programs);
    }

    /// Finds the programs that are connected to the socket at a path. Finds none where the kernel does not tell, as on
    /// systems other than Linux.
    public static DaemonClients of(Path socket) {
        if (!isLinux()) {
            return NONE;
        }
        try {
            return of(UnixSocketTable.clientsOf(socket));
        } catch (IOException unknown) {
            return NONE;
        }
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").startsWith("Linux");
    }

    private static DaemonClients of(Set<Long> ends) {
        var programs = new TreeMap<Long, NamedProcess>();
        var unseen = new HashSet<>(ends);
        if (!ends.isEmpty()) {
            ProcessFiles.all().forEach(pid -> {
                for (String file : ProcessFiles.of(pid).openFiles()) {
                    long inode = inode(file);
                    if (ends.contains(inode)) {
                        unseen.remove(inode);
                        programs.computeIfAbsent(pid, NamedProcess::of);
                    }
                }
            });
        }
        programs.remove(ProcessHandle.current().pid());
        return new DaemonClients(List.copyOf(programs.values()), unseen.size());
    }

    private static long inode(String file) {
        boolean isSocket = file.startsWith("socket:[") && file.endsWith("]");
        return isSocket ? Long.parseLong(file.substring("socket:[".length(), file.length() - 1)) : -1;
    }

    /// Returns whether nothing is connected.
    public boolean isEmpty() {
        return programs.isEmpty() && hidden == 0;
    }

    /// `scdaemon (pid 12), firefox (pid 34) and 2 connections that only root can name`.
    @Override
    public String toString() {
        var names =
                new ArrayList<>(programs.stream().map(NamedProcess::toString).toList());
        if (hidden > 0) {
            names.add(hidden + (hidden == 1 ? " connection" : " connections") + " that only root can name");
        }
        return names.size() < 2
                ? String.join("", names)
                : names.subList(0, names.size() - 1).stream().collect(Collectors.joining(", ")) + " and "
                        + names.getLast();
    }
}
