package dev.puce.cli.spy;

import dev.puce.cli.help.Guide;
import dev.puce.cli.program.RunsProgram;
import dev.puce.cli.terminal.NonBlockingOutput;
import dev.puce.diagnose.SilentProgram;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce spy`: shows the PC/SC calls of programs while they run.
@Command(
        name = "spy",
        description = {
            "Show the PC/SC calls of COMMAND, or of programs that run already.",
            "The trace goes to standard error. Standard input and output belong to COMMAND. PINs and keys are hidden."
        })
@Guide(
        usage = {
            "puce spy [OPTIONS] COMMAND [ARGUMENT...]",
            "puce spy --attach [OPTIONS]",
            "puce spy --listen SOCKET [OPTIONS]"
        },
        examples = {
            "puce spy opensc-tool -a | show the calls of opensc-tool",
            "puce spy -o trace.jsonl firefox | record them for puce show, summary, diff and replay",
            "puce spy --virtual --card piv pkcs11-tool -O | the same with a virtual reader and card, without hardware",
            "sudo puce spy --attach | show the calls of all programs of the machine until Ctrl-C",
            "ssh mac /usr/bin/log stream ... \\| puce spy --from macos - | show the calls on a Mac, from another system"
        },
        exitStatuses = {
            "0-255 | the status of COMMAND; 128 plus the signal's number if a signal ended it",
            "125 | puce failed",
            "126 | COMMAND is not executable",
            "127 | there is no such COMMAND",
            "2 | wrong usage"
        },
        environment = {
            "PCSCLITE_CSOCK_NAME | socket of the daemon; COMMAND gets the socket of puce in this variable",
            "NO_COLOR | no colour"
        },
        files = {"/run/pcscd/pcscd.comm | socket of pcscd"},
        seeAlso = {"puce show", "puce summary", "puce diff", "puce replay"})
public final class SpyCommand implements Callable<Integer>, RunsProgram {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private SpyOptions options;

    @Mixin
    private SpyTarget target;

    @Mixin
    private MacosOptions macos;

    @Option(names = "--detach", description = "Restore the daemon's socket after a killed puce, then exit.")
    private boolean detach;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The program to run, and its arguments.")
    private List<String> command = List.of();

    @Override
    public boolean hasProgram() {
        return !command.isEmpty();
    }

    @Override
    public Integer call() throws IOException {
        checkUsage();
        if (detach) {
            target.repair();
            return CommandLine.ExitCode.OK;
        }
        options.check(spec.commandLine());
        var err = spec.commandLine().getErr();
        if (macos.isChosen(target, command)) {
            int status = macos.spy(options, target, command);
            options.reportRecording(err);
            return status;
        }
        int status = target.spy(
                command,
                () -> {}, // puce ends with COMMAND
                (connector, daemon, program, announces) -> options.open(connector, daemon, program, announces, err));
        options.reportRecording(err);
        options.printVerdict(hasProgram() ? OptionalInt.of(status) : OptionalInt.empty(), err);
        if (hasProgram() && options.sawNoConnection()) {
            NonBlockingOutput.print(
                    err,
                    "puce: " + command.getFirst() + " made no PC/SC call. "
                            + String.join(" ", SilentProgram.reasons(command)) + System.lineSeparator());
        }
        return status;
    }

    private void checkUsage() {
        boolean hasTarget = hasProgram() || target.isWithoutCommand();
        if (!hasTarget && !detach) {
            throw wrongUsage("Name a COMMAND, or use --attach or --listen SOCKET");
        }
        if (hasTarget && detach) {
            throw wrongUsage("COMMAND, --attach, --detach and --listen exclude each other");
        }
        target.check(command);
    }

    private CommandLine.ParameterException wrongUsage(String what) {
        return new CommandLine.ParameterException(spec.commandLine(), what);
    }
}
