package dev.puce.diagnose.machine;

import dev.puce.posix.ProcessFiles;
import java.util.List;
import java.util.Optional;

/// A process, as messages name it.
///
/// @param pid       process id
/// @param name      name of its program
/// @param container container or sandbox that it runs in
public record NamedProcess(long pid, String name, Optional<String> container) {
    private static final String PUCE = "dev.puce.cli.Puce";

    /// Describes a running process.
    static NamedProcess of(long pid) {
        var files = ProcessFiles.of(pid);
        String program = files.program();
        return new NamedProcess(
                pid, program.equals("java") ? javaProgram(files.commandLine()) : program, files.container());
    }

    /// The name of a Java program: of its archive or main class, with `puce` and its command instead of puce's.
    static String javaProgram(List<String> commandLine) {
        for (int i = 1; i < commandLine.size(); i++) {
            String argument = commandLine.get(i);
            String next = i + 1 < commandLine.size() ? commandLine.get(i + 1) : "";
            if (isPuce(argument)) {
                return ("puce " + next).strip();
            }
            switch (argument) {
                case "-jar" -> {
                    return "java -jar " + next.substring(next.lastIndexOf('/') + 1);
                }
                case "-m", "--module", "-cp", "-classpath", "--class-path", "-p", "--module-path" ->
                    i += isPuce(next) ? 0 : 1;
                default -> {
                    if (!argument.startsWith("-") && !argument.startsWith("@")) {
                        return "java " + argument;
                    }
                }
            }
        }
        return "java";
    }

    private static boolean isPuce(String argument) {
        return argument.endsWith(PUCE);
    }

    /// `firefox (pid 4711)`, `pcscd (pid 12, container 0123456789ab)`.
    @Override
    public String toString() {
        return (name.isEmpty() ? "process" : name) + " (pid " + pid
                + container.map(where -> ", " + where).orElse("") + ")";
    }
}
