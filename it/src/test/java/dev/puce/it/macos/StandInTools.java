package dev.puce.it.macos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A folder with stand-ins for the programs of macOS that puce runs: `log`, `defaults` and `sudo`.
///
/// `log` plays a list of lines, then prints nothing more until it is ended. Lines that begin with `@` are orders:
///
/// | order | the stand-in |
/// |---|---|
/// | `@sleep SECONDS` | waits |
/// | `@await NAME` | waits until the file exists in the folder |
/// | `@touch NAME` | creates the file |
/// | `@exit STATUS` | ends |
/// | `@kill` | is killed by SIGKILL |
///
/// `@{NAME}` within a line is the content of the file.
final class StandInTools {
    private static final String LOG = """
            #!/bin/sh
            cd "$(dirname "$0")" || exit 1
            echo "$*" >> arguments
            play=play.$(wc -l < arguments | tr -d ' ')
            while [ -f "$play" ] && IFS= read -r line; do
                case $line in
                    '@sleep '*) sleep "${line#@sleep }" ;;
                    '@await '*) until [ -e "${line#@await }" ]; do sleep 0.05; done ;;
                    '@touch '*) : > "${line#@touch }" ;;
                    '@exit '*) exit "${line#@exit }" ;;
                    '@kill') kill -9 $$ ;;
                    *'@{'*)
                        rest=${line#*@{}
                        printf '%s\\n' "${line%%@{*}$(cat "${rest%%\\}*}")${rest#*\\}}" ;;
                    *) printf '%s\\n' "$line" ;;
                esac
            done < "$play"
            exec sleep 600
            """;

    private static final String DEFAULTS = """
            #!/bin/sh
            cd "$(dirname "$0")" || exit 1
            case $1 in
                read) cat logging ;;
                write) echo 1 > logging ;;
            esac
            """;

    private static final String SUDO = """
            #!/bin/sh
            exec "$@"
            """;

    private final Path folder;

    /// Makes the stand-ins. `log` has nothing to play yet, and APDU logging is off.
    StandInTools(Path folder) throws IOException {
        this.folder = folder;
        program("log", LOG);
        program("defaults", DEFAULTS);
        program("sudo", SUDO);
    }

    private void program(String name, String script) throws IOException {
        var file = Files.writeString(folder.resolve(name), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    Path folder() {
        return folder;
    }

    /// Sets the lines that `log` plays when it is started for the `start`-th time.
    void play(int start, List<String> lines) throws IOException {
        Files.write(folder.resolve("play." + start), lines);
    }

    /// The arguments of each start of `log`.
    List<String> starts() throws IOException {
        return Files.readAllLines(folder.resolve("arguments"));
    }

    /// A command for `sh -c` that writes its process id to a file.
    String writePid(String name) {
        return "echo $$ > " + folder.resolve(name + ".new") + "; mv " + folder.resolve(name + ".new") + " "
                + folder.resolve(name);
    }

    /// A command for `sh -c` that waits for a file, for 30 s at most.
    String await(String name) {
        return awaitSuccess("[ -e " + folder.resolve(name) + " ]");
    }

    /// A command for `sh -c` that waits until a recording has a call of a function, for 30 s at most. The pattern is
    /// not in the recording, although this command is in its header.
    static String awaitCall(Path recording, String function) {
        return awaitSuccess("grep -q \"[" + function.charAt(0) + "]" + function.substring(1) + "\" " + recording);
    }

    private static String awaitSuccess(String command) {
        return "n=0; until " + command + " || [ $n -gt 600 ]; do sleep 0.05; n=$((n + 1)); done";
    }
}
