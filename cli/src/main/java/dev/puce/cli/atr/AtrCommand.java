package dev.puce.cli.atr;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.ColorOption;
import dev.puce.posix.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce atr`: explains ATRs and identifies cards.
@Command(
        name = "atr",
        description = "Explain an ATR and identify the card. Subcommands search and count card lists.",
        subcommands = {AtrListCommand.class, AtrStatsCommand.class, AtrUpdateCommand.class})
@Guide(
        usage = {"puce atr [OPTIONS] HEX...", "puce atr -r [NAME]", "puce atr list|stats|update ..."},
        examples = {
            "puce atr 3B 9F 96 80 1F C7 | spaces, colons and 0x are ignored",
            "puce atr -r | the cards in all readers",
            "puce atr -s atrs.txt --json | one ATR on each line of a file"
        },
        exitStatuses = {"0 | success", "1 | an input is not an ATR, or an ATR violates the standard", "2 | wrong usage"
        },
        files = {
            "~/.cache/puce/smartcard_list.txt | the user's card list (puce atr update)",
            "/usr/share/pcsc/smartcard_list.txt | the system's card list (package pcsc-tools)"
        },
        seeAlso = {"puce scan"})
public final class AtrCommand implements Callable<Integer> {
    /// Far above any card. A value in hertz by mistake is refused.
    private static final int HIGHEST_CLOCK_MEGAHERTZ = 1000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            paramLabel = "HEX",
            description =
                    "ATRs in hex: 3B6800, 3B 68 00, 3b:68:00, 0x3B,0x68. Without any, or with -, one ATR on each line of"
                            + " standard input.")
    private List<String> hex = List.of();

    private final List<Path> files = new ArrayList<>();

    @Option(
            names = {"-s", "--script"},
            paramLabel = "FILE",
            description = "Read ATRs from FILE, one on each line; - is standard input.")
    void setFiles(List<Path> named) {
        files.clear();
        files.addAll(named);
    }

    @Option(
            names = {"-f", "--file"},
            hidden = true)
    void setFilesAsBefore(List<Path> named) {
        setFiles(named);
    }

    @Option(
            names = {"-r", "--reader"},
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "NAME",
            description = "The cards in the readers whose name contains NAME; without NAME, in all readers.")
    private String reader;

    @ArgGroup
    private Format format = new Format();

    /// The output formats, which exclude each other.
    static final class Format {
        @Option(names = "--json", description = "JSON Lines: one object for each ATR.")
        private boolean json;

        @Option(names = "--svg", description = "Draw the structure of one ATR as SVG.")
        private boolean svg;
    }

    @Option(
            names = "--near",
            description = "Show more cards whose ATR differs in a few characters, also if a card matches.")
    private boolean near;

    @Option(
            names = "--near-max",
            paramLabel = "N",
            defaultValue = "2",
            description = "Similar ATRs differ in at most N characters. Default: ${DEFAULT-VALUE}.")
    private int nearMax;

    @Option(
            names = "--clock",
            paramLabel = "MHZ",
            defaultValue = "4",
            description = "Compute times and bit rates for this clock. Default: ${DEFAULT-VALUE} MHz.")
    private double clockMegahertz;

    @Mixin
    private CardListOption list;

    @Mixin
    private ColorOption color;

    @Override
    public Integer call() throws IOException {
        if (!(clockMegahertz > 0) || clockMegahertz > HIGHEST_CLOCK_MEGAHERTZ) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--clock must be positive, in MHz, and %d at most".formatted(HIGHEST_CLOCK_MEGAHERTZ));
        }
        if (nearMax < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--near-max must not be negative");
        }
        boolean fromStandardInput = hex.isEmpty() && files.isEmpty() && reader == null;
        if (fromStandardInput && Terminal.STANDARD_INPUT.isThere()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "HEX is missing. Use - for standard input");
        }
        var layout = format.json ? AtrOutput.Layout.JSON : format.svg ? AtrOutput.Layout.SVG : AtrOutput.Layout.TEXT;
        var output = new AtrOutput(
                layout == AtrOutput.Layout.SVG ? Optional.empty() : list.open(),
                layout,
                clockMegahertz * 1e6,
                new AtrOutput.Similar(near, nearMax, files.isEmpty()),
                color.onStandardOutput(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        var input = new AtrInput(output::print, output::complain);
        input.readArguments(hex);
        for (Path file : files) {
            input.readFile(file);
        }
        if (reader != null) {
            input.readReaders(reader);
        }
        if (fromStandardInput) {
            input.readStandardInput();
        }
        return output.finish();
    }
}
