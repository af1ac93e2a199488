package dev.puce.cli;

import dev.puce.cli.help.CommandHelp;
import dev.puce.cli.help.CommandHelp.Entry;
import dev.puce.cli.help.ManPage;
import dev.puce.cli.terminal.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/// Writes the manual pages of all commands. Only the build of the packages runs it.
public final class ManPages {
    private static final List<Entry> ENVIRONMENT = List.of(
            new Entry("PCSCLITE_CSOCK_NAME", "Path of the PC/SC service's socket."),
            new Entry("NO_COLOR", "If set, output is not coloured, unless --color=always."),
            new Entry("COLUMNS", "Width of lines. Default: that of the terminal, or 80."),
            new Entry("JAVA_HOME", "A JDK or Java runtime 25 or newer. A puce with its own runtime ignores it."),
            new Entry("JDK_JAVA_OPTIONS", "Options of the Java virtual machine."),
            new Entry(
                    "PUCE_ERROR_FILE",
                    "File for the crash report of the Java virtual machine. Without it, there is none, because it"
                            + " contains command lines."));

    private ManPages() {}

    /// Writes the pages.
    ///
    /// @param arguments the folder that receives them, and the date of the release, as in 2026-11-28
    public static void main(String... arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        String date = arguments[1];
        write(folder, "puce", ManPage.of(Commands.byTask(), ENVIRONMENT, Version.text(), date));
        var nowhere = new PrintWriter(Writer.nullWriter());
        write(folder, Puce.everyCommand(nowhere, nowhere).getSubcommands(), date);
    }

    private static void write(Path folder, Map<String, CommandLine> commands, String date) throws IOException {
        for (CommandLine command : commands.values()) {
            var help = CommandHelp.of(command.getCommandSpec());
            write(folder, ManPage.pageName(help.name()), ManPage.of(help, Version.text(), date));
            write(folder, command.getSubcommands(), date);
        }
    }

    private static void write(Path folder, String name, String page) throws IOException {
        Files.writeString(folder.resolve(name + ".1"), page, StandardCharsets.US_ASCII);
    }
}
