package dev.puce.cli.atr;

import dev.puce.atr.list.CardList;
import dev.puce.atr.report.AtrJson;
import dev.puce.atr.report.AtrPalette;
import dev.puce.atr.report.AtrSvg;
import dev.puce.atr.report.AtrText;
import dev.puce.atr.report.IdentifiedAtr;
import dev.puce.cli.terminal.ColorOption;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.iso7816.atr.Atr;
import dev.puce.posix.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce atr`: explains ATRs and says which cards have them.
@Command(
        name = "atr",
        description = "Explain an ATR and identify the card; statistics over whole lists.",
        mixinStandardHelpOptions = true,
        subcommands = {AtrListCommand.class, AtrStatsCommand.class, AtrUpdateCommand.class})
public final class AtrCommand implements Callable<Integer> {
    private static final int NEAR_MISSES_SHOWN = 10;

    /// Far beyond any card; keeps slips such as hertz from giving nonsense.
    private static final int HIGHEST_CLOCK_MEGAHERTZ = 1000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            paramLabel = "HEX",
            description = "ATRs in hex, in any form: 3B6800..., \"3B 68 00\", 3b:68:00, 0x3B,0x68; '-' reads standard"
                    + " input. Without any, standard input is read, one ATR a line.")
    private List<String> hex = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read ATRs from a file, one a line; '-' reads standard input.")
    private List<Path> files = List.of();

    @Option(
            names = {"-r", "--reader"},
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "NAME",
            description = "ATRs of the cards in the readers whose name contains NAME; without one, in all readers.")
    private String reader;

    @ArgGroup
    private Format format = new Format();

    /// One of them.
    static final class Format {
        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Option(names = "--svg", description = "A drawing of the structure of one ATR, as SVG.")
        private boolean svg;
    }

    @Option(names = "--near", description = "Also show cards with nearly this ATR.")
    private boolean near;

    @Option(
            names = "--near-max",
            paramLabel = "N",
            defaultValue = "2",
            description = "Nearly: it differs in at most N characters (default: ${DEFAULT-VALUE}).")
    private int nearMax;

    @Option(
            names = "--clock",
            paramLabel = "MHZ",
            defaultValue = "4",
            description = "Clock for which times and bit rates are given, in MHz (default: ${DEFAULT-VALUE}).")
    private double clockMegahertz;

    @Mixin
    private CardListOption list;

    @Mixin
    private ColorOption color;

    private int problems;

    private int atrs;

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
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "an ATR is missing: give it in hex, or - for standard input");
        }
        Optional<CardList> cards = format.svg ? Optional.empty() : list.load();
        var out = spec.commandLine().getOut();
        var input = new AtrInput(
                atr -> {
                    print(atr, cards, out);
                    return !out.checkError(); // who reads it may have gone, as head does when it has enough
                },
                this::complain);
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
        if (atrs == 0 && problems == 0) {
            complain("there is no ATR in the input");
        }
        if (cards.isEmpty() && !format.svg && !format.json) {
            spec.commandLine().getErr().println("puce: " + CardListOption.ADVICE);
        }
        out.flush();
        return problems == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void complain(String problem) {
        problems++;
        spec.commandLine().getErr().println("puce: " + Printable.of(problem));
    }

    private void print(Bytes bytes, Optional<CardList> cards, PrintWriter out) {
        atrs++;
        Atr atr = Atr.parse(bytes);
        double clockHz = clockMegahertz * 1e6;
        if (format.svg) {
            if (atrs > 1) {
                // a file of SVG holds one drawing
                complain("--svg draws one ATR; left out: " + atr);
            } else {
                out.print(AtrSvg.of(atr, clockHz));
            }
            return;
        }
        var identified = new IdentifiedAtr(
                atr,
                cards.map(known -> known.identify(bytes)).orElse(List.of()),
                !near
                        ? List.of()
                        : cards.map(known -> known.nearMisses(bytes, nearMax).stream()
                                        .limit(NEAR_MISSES_SHOWN)
                                        .toList())
                                .orElse(List.of()));
        if (format.json) {
            out.println(AtrJson.line(identified));
        } else {
            out.println(AtrText.of(identified, color.onStandardOutput() ? AtrPalette.ANSI : AtrPalette.PLAIN, clockHz));
            if (cards.isPresent() && identified.matches().isEmpty()) {
                out.println("No card of the list has this ATR"
                        + (near ? ".\n" : "; --near shows those that nearly have it.\n"));
            }
        }
    }
}
