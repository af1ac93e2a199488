package dev.puce.cli.spy;

import dev.puce.diagnose.macos.MacosTools;
import dev.puce.posix.OperatingSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// The options of `puce spy` that concern the log of macOS.
final class MacosOptions {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "FORMAT",
            description = "With - instead of COMMAND: show a log that standard input brings live. FORMAT is macos.")
    private String from;

    @Option(
            names = "--arm-apdus",
            description = "On macOS: with sudo, make the next reader that connects log its APDUs.")
    private boolean armsApdus;

    /// Folder with programs in place of those of macOS; for tests.
    @Option(names = "--macos-tools", paramLabel = "FOLDER", hidden = true)
    private Path tools;

    /// Whether the calls come from a log of macOS. Refuses options that have no effect.
    ///
    /// @param target the programs that are observed
    /// @param command the program to run; `-` stands for standard input
    boolean isChosen(SpyTarget target, List<String> command) {
        if (from != null && (!from.equals("macos") || !command.equals(List.of("-")) || target.isWithoutCommand())) {
            throw wrongUsage("--from reads the log of macOS from standard input: puce spy --from macos -");
        }
        if (armsApdus && tools(target).isEmpty()) {
            throw wrongUsage("--arm-apdus works on macOS");
        }
        return from != null || tools(target).isPresent();
    }

    private Optional<MacosTools> tools(SpyTarget target) {
        if (tools != null) {
            return Optional.of(MacosTools.in(tools));
        }
        return OperatingSystem.current() == OperatingSystem.MACOS && !target.needsDaemon()
                ? Optional.of(MacosTools.SYSTEM)
                : Optional.empty();
    }

    /// Shows the calls in the log, if [#isChosen].
    ///
    /// @return the exit status
    int spy(SpyOptions options, SpyTarget target, List<String> command) throws IOException {
        options.checkForLog(spec.commandLine());
        var spy = new MacosSpy(options, spec.commandLine().getErr());
        if (from != null) {
            return spy.read(System.in);
        }
        var programs = tools(target).orElseThrow();
        if (armsApdus) {
            spy.armApduLogging(programs);
        }
        return target.isAttached() ? spy.attach(programs) : spy.run(programs, command);
    }

    private CommandLine.ParameterException wrongUsage(String what) {
        return new CommandLine.ParameterException(spec.commandLine(), what);
    }
}
