package dev.puce.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// The options `-o` and `--force`, shared by every command that writes a file.
public final class OutputOption {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to FILE. %%t in its name stands for the time, %%p for the process id.")
    private String name;

    @Option(names = "--force", description = "Overwrite FILE if it exists.")
    private boolean force;

    private Optional<Path> path = Optional.empty();

    /// Returns whether a file is named.
    public boolean isGiven() {
        return name != null;
    }

    /// Returns the file. Pipes, devices and empty files may exist already; other files only with `--force`.
    ///
    /// @throws CommandFailedException if the file exists
    public Optional<Path> path() {
        if (name == null || path.isPresent()) {
            return path;
        }
        if (name.equals("-")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "-o needs a file. Use -o /dev/stdout for standard output, or -o ./- for a file of that name");
        }
        path = Optional.of(overwritable(Path.of(expand(name))));
        return path;
    }

    /// Returns the file, for a command that always writes one.
    ///
    /// @throws CommandLine.ParameterException if no file is named
    /// @throws CommandFailedException         if the file exists
    public Path requiredPath() {
        return path().orElseThrow(() -> new CommandLine.ParameterException(spec.commandLine(), "Missing -o FILE"));
    }

    /// Returns the file, for a command that always writes one.
    ///
    /// @param usual its name without `-o`; it may have `%t` and `%p`
    /// @throws CommandFailedException if the file exists
    public Path pathOr(String usual) {
        name = name == null ? usual : name;
        return path().orElseThrow();
    }

    /// Returns a file that may be written.
    ///
    /// @throws CommandFailedException if its folder does not exist, or the file exists, and `--force` is not given
    public Path overwritable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && Files.notExists(folder)) {
            throw new CommandFailedException("Cannot write " + file + ": the folder " + folder
                    + " does not exist. Make it, or name another file");
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailedException("Cannot write " + file + ": it is a folder. Name a file in it");
        }
        if (!force && Files.isRegularFile(file) && !isEmpty(file)) {
            throw new CommandFailedException(
                    file + " exists already. Use --force to overwrite it, or %t in the name for a new file each time");
        }
        return file;
    }

    /// Returns whether this names the same file as an input.
    public boolean isSameAs(Path input) throws IOException {
        Path file = Path.of(expand(name));
        return Files.exists(file) && Files.exists(input) && Files.isSameFile(file, input);
    }

    static String expand(String name) {
        return name.replace("%t", LocalDateTime.now(ZoneId.systemDefault()).format(TIME))
                .replace("%p", String.valueOf(ProcessHandle.current().pid()));
    }

    private static boolean isEmpty(Path file) {
        try {
            return Files.size(file) == 0;
        } catch (IOException unreadable) {
            return false;
        }
    }
}
