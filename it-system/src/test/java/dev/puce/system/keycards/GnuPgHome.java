package dev.puce.system.keycards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.ProcessEnd;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A GnuPG of a test's own: home directory, agent with SSH support, and a program in place of the PIN dialogue
/// that knows the PINs of a new card.
public final class GnuPgHome implements AutoCloseable {
    private static final String PIN_DIALOGUE = """
            #!/bin/sh
            echo "OK ready"
            while read -r command text; do
                case $command in
                    SETDESC | SETPROMPT) asked="$asked $text"; echo OK ;;
                    GETPIN)
                        case $asked in
                            *Admin*) echo "D 12345678" ;;
                            *) echo "D 123456" ;;
                        esac
                        asked=; echo OK ;;
                    BYE) echo OK; exit 0 ;;
                    *) echo OK ;;
                esac
            done
            """;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final String gpg;

    /// @param folder        an empty directory
    /// @param serviceSocket the PC/SC service that scdaemon connects to
    GnuPgHome(Path folder, Path serviceSocket) throws IOException {
        this.gpg = RealParts.command("gpg", "gnupg").toString();
        RealParts.file("/usr/lib/gnupg/scdaemon", "scdaemon");
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Path dialogue = Files.writeString(folder.resolve("pin-dialogue"), PIN_DIALOGUE);
        Files.setPosixFilePermissions(dialogue, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("scdaemon.conf"), "disable-ccid\npcsc-shared\n");
        Files.writeString(folder.resolve("gpg-agent.conf"), "enable-ssh-support\npinentry-program " + dialogue + "\n");
        environment.put("PCSCLITE_CSOCK_NAME", serviceSocket.toString());
        environment.put("GNUPGHOME", folder.toString());
        environment.put("LC_ALL", "C");
        run(gpg, "--batch", "--check-trustdb"); // makes the file that --trust-model always does not
        environment.put(
                "SSH_AUTH_SOCK",
                run("gpgconf", "--list-dirs", "agent-ssh-socket").strip());
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /// Runs gpg, which must succeed.
    ///
    /// @return standard output and standard error
    String gpg(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(gpg, "--yes", "--no-tty", "--trust-model", "always"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /// Runs gpg with answers to its questions, a line each.
    String dialogue(List<String> answers, String... arguments) throws IOException {
        Path lines = Files.write(folder.resolve("answers"), answers);
        var command = new ArrayList<>(List.of("--status-fd", "2", "--command-file", lines.toString()));
        command.addAll(List.of(arguments));
        return gpg(command.toArray(String[]::new));
    }

    /// Runs a program in the environment of this home; it must succeed.
    ///
    /// @return standard output and standard error
    String run(String... command) throws IOException {
        CommandResult ran = CommandResult.command(environment, List.of(command));
        assertThat(ran.status())
                .as(String.join(" ", command) + ": " + ran.out() + ran.err())
                .isZero();
        return ran.out() + ran.err();
    }

    @Override
    public void close() throws IOException {
        endDaemons(folder, environment);
    }

    /// Ends the daemons that GnuPG has started for a home directory. gpgconf does not wait for their ends. Until then,
    /// they change files of the home, while JUnit may delete it.
    public static void endDaemons(Path home, Map<String, String> environment) throws IOException {
        var daemons = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("--homedir " + home))
                .toList();
        CommandResult.command(environment, List.of("gpgconf", "--kill", "all"));
        ProcessEnd.await(daemons);
    }
}
