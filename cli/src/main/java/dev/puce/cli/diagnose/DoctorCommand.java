package dev.puce.cli.diagnose;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.ColorOption;
import dev.puce.cli.terminal.PcscOption;
import dev.puce.cli.terminal.WrappedText;
import dev.puce.diagnose.machine.Doctor;
import dev.puce.diagnose.machine.DoctorReport;
import dev.puce.diagnose.machine.DoctorStep;
import dev.puce.iso7816.Printable;
import dev.puce.posix.Terminal;
import dev.puce.trace.render.Palette;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `puce doctor`: checks whether PC/SC works here.
@Command(
        name = "doctor",
        description = {
            "Check step by step whether PC/SC works on this machine: socket, daemon, library, readers, cards, and programs"
                    + " that compete for them. At the end, puce names the first cause and its remedy.",
            "Cards get a shared connection and no command."
        })
@Guide(
        usage = "puce doctor [OPTIONS]",
        examples = {
            "puce doctor | this machine",
            "sudo puce doctor | also names the programs that only root sees",
            "puce doctor --json \\| jq -r .remedy | for scripts"
        },
        exitStatuses = {"0 | PC/SC works and has a reader", "1 | there is a problem", "2 | wrong usage"},
        environment = "PCSCLITE_CSOCK_NAME | socket of the daemon",
        files = "/run/pcscd/pcscd.comm | socket of pcscd",
        seeAlso = {"puce scan", "puce test"})
public final class DoctorCommand implements Callable<Integer> {
    private static final int LABEL = 10;
    private static final int INDENT = 20;
    private static final String INDENTED = " ".repeat("Problem: ".length());

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--json", description = "One JSON object with all steps.")
    private boolean json;

    @Mixin
    private PcscOption pcsc;

    @Mixin
    private ColorOption color;

    private Palette palette = Palette.NONE;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        palette = color.onStandardOutput() ? Palette.ANSI : Palette.NONE;
        var report = Doctor.examine(pcsc.namedChoice(), json ? _ -> {} : this::show);
        if (json) {
            out.println(DoctorJson.of(report));
        } else {
            out.print(verdict(report));
        }
        out.flush();
        return report.works() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void show(DoctorStep step) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(line(step, palette, Terminal.STANDARD_OUTPUT.columns()));
        out.flush();
    }

    /// Returns a step in one or more lines.
    ///
    /// @param width columns of the terminal
    static String line(DoctorStep step, Palette palette, int width) {
        String outcome = step.outcome().label();
        String first = pad(step.subject().label(), LABEL) + pad(outcome, INDENT - LABEL);
        String text = WrappedText.of(first, " ".repeat(INDENT), Printable.of(step.text()), width);
        String shade = switch (step.outcome()) {
            case OK -> palette.in();
            case NOTE, SKIPPED -> palette.faint();
            case PROBLEM -> palette.error();
        };
        return text.substring(0, LABEL) + shade + outcome + palette.normal() + text.substring(LABEL + outcome.length());
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    /// Returns the problem and its remedy, or that PC/SC works.
    static String verdict(DoctorReport report) {
        return report.cause()
                .map(DoctorCommand::remedy)
                .orElse(System.lineSeparator() + "PC/SC works." + System.lineSeparator());
    }

    private static String remedy(DoctorStep cause) {
        int width = Terminal.STANDARD_OUTPUT.columns();
        var text = new StringBuilder("\n");
        text.append(WrappedText.of("Problem: ", INDENTED, Printable.of(cause.text()), width));
        String first = "Remedy:  ";
        for (String line : cause.remedy().orElse("").split("\n", -1)) {
            String indent = " ".repeat(line.length() - line.stripLeading().length());
            text.append(WrappedText.of(first + indent, INDENTED + indent, Printable.of(line.strip()), width));
            first = INDENTED;
        }
        return text.toString();
    }
}
