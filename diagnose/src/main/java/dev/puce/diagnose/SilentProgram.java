package dev.puce.diagnose;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Explains why a program that puce ran made no PC/SC call.
public final class SilentProgram {
    private static final int SET_ID_BITS = 06000;
    private static final Set<String> SANDBOXES = Set.of("flatpak", "snap", "bwrap", "firejail", "docker", "podman");

    private SilentProgram() {}

    /// Returns the likely reasons, each checked where that is possible. The last one is that the program uses no PC/SC.
    ///
    /// @param command the program and its arguments
    public static List<String> reasons(List<String> command) {
        var reasons = new ArrayList<String>();
        String program = command.getFirst();
        String name = Path.of(program).getFileName().toString();
        Optional<Path> file = find(program);
        if (file.filter(SilentProgram::changesIdentity).isPresent()) {
            reasons.add(name + " is setuid or setgid, and libpcsclite ignores PCSCLITE_CSOCK_NAME there."
                    + " As root, use puce spy --attach.");
        }
        if (SANDBOXES.contains(name)) {
            reasons.add(
                    name + " starts programs in a sandbox or container, which may not see the variable or the socket."
                            + " As root, use puce spy --attach.");
        }
        long others = runningInstances(name);
        if (others > 0) {
            reasons.add(name + " runs already (" + others + (others == 1 ? " process" : " processes")
                    + "), and may have passed the work to that instance. End it first, or use puce spy --attach.");
        }
        reasons.add("The program may not use PC/SC, or it uses a service such as gpg-agent that runs already.");
        return reasons;
    }

    private static Optional<Path> find(String program) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program)).filter(Files::exists);
        }
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::exists)
                .findFirst();
    }

    private static boolean changesIdentity(Path file) {
        try {
            return ((int) Files.getAttribute(file, "unix:mode") & SET_ID_BITS) != 0;
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    private static long runningInstances(String name) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .map(path -> Path.of(path).getFileName().toString().equals(name))
                        .orElse(false))
                .count();
    }
}
