package dev.puce.cli.reader;

import dev.puce.atr.list.CachedCardList;
import dev.puce.cards.Reader;
import dev.puce.cards.Readers;
import dev.puce.cards.event.ReaderEvent;
import dev.puce.cli.atr.CardListOption;
import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.ColorOption;
import dev.puce.cli.terminal.PcscOption;
import dev.puce.cli.terminal.StopRequest;
import dev.puce.diagnose.machine.DaemonClients;
import dev.puce.diagnose.machine.FailureAdvice;
import dev.puce.diagnose.machine.Holders;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReaderState;
import dev.puce.trace.render.Palette;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `puce scan`: shows readers and cards, live.
@Command(name = "scan", description = "Show readers and cards, and their changes until Ctrl-C.")
@Guide(
        usage = {"puce scan [OPTIONS]", "puce scan --once [OPTIONS]"},
        examples = {
            "puce scan | readers and cards, live",
            "puce scan -1 | readers and cards now",
            "puce scan -1 --json \\| jq -r .atr | the ATRs, for scripts"
        },
        seeAlso = {"puce doctor", "puce atr"})
public final class ScanCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = {"-1", "--once"},
            description = "Show the present state and exit.")
    private boolean once;

    @Option(names = "--json", description = "JSON Lines: a reader or an event on each line.")
    private boolean json;

    @Mixin
    private PcscOption pcsc;

    @Mixin
    private CardListOption list;

    @Mixin
    private ColorOption color;

    private Palette palette = Palette.NONE;

    private Optional<CachedCardList> cards = Optional.empty();

    @Override
    public Integer call() throws IOException {
        cards = list.open();
        palette = color.onStandardOutput() ? Palette.ANSI : Palette.NONE;
        try (Readers readers = pcsc.readers(spec.commandLine().getErr())) {
            if (once) {
                return showOnce(readers);
            }
            try (var _ = readers.monitor().listen(this::show)) {
                new StopRequest().await();
            }
            return CommandLine.ExitCode.OK;
        } catch (PcscException e) {
            throw pcsc.failed(e);
        }
    }

    private int showOnce(Readers readers) {
        List<Reader> all = readers.list();
        for (Reader reader : all) {
            ReaderState state = reader.state();
            println(json ? EventJson.of(state, this::name, this::clients) : line(state));
        }
        if (all.isEmpty() && !json) {
            println("There is no reader. `puce doctor` looks for the cause.");
        }
        return CommandLine.ExitCode.OK;
    }

    /// Describes a reader and its card.
    public String line(ReaderState state) {
        EventState flags = state.eventState();
        String use = flags.has(EventState.EXCLUSIVE)
                ? ", used exclusively" + holders()
                : flags.has(EventState.INUSE) ? ", used" + holders() : "";
        String card = !flags.has(EventState.PRESENT)
                ? "empty"
                : flags.has(EventState.MUTE) ? "mute card" : described(state.atr());
        return palette.function() + Printable.of(state.reader()) + palette.normal() + ": " + card + use;
    }

    /// Names the programs that are connected to the daemon: one of them uses the card.
    private String holders() {
        return Printable.of(Holders.of(pcsc.choice().path()).ofCard());
    }

    private DaemonClients clients() {
        return DaemonClients.of(pcsc.choice().path());
    }

    private void show(ReaderEvent event) {
        println(json ? EventJson.of(event, this::name) : line(event));
    }

    /// Describes an event, with its time.
    public String line(ReaderEvent event) {
        String text = switch (event) {
            case ReaderEvent.ReaderArrived(String reader, boolean _) -> "+ reader " + Printable.of(reader);
            case ReaderEvent.ReaderLeft(String reader) -> "- reader " + Printable.of(reader);
            case ReaderEvent.CardInserted(String reader, Bytes atr, boolean _) ->
                "+ card in " + Printable.of(reader) + ": " + (atr.isEmpty() ? "mute" : described(atr));
            case ReaderEvent.CardRemoved(String reader, Bytes _) -> "- card in " + Printable.of(reader);
            case ReaderEvent.StateChanged(String reader, EventState _, EventState now) ->
                "  " + Printable.of(reader) + ": " + use(now)
                        + (now.has(EventState.INUSE) || now.has(EventState.EXCLUSIVE) ? holders() : "");
            case ReaderEvent.ServiceLost(var code, boolean _) ->
                "! no PC/SC service: " + code
                        + new FailureAdvice(pcsc.choice())
                                .cause(code)
                                .or(code::advice)
                                .map("; "::concat)
                                .orElse("");
            case ReaderEvent.ServiceFound() -> "! the PC/SC service is back";
            case ReaderEvent.EventsSkipped(long count) -> "! " + count + " events were not shown";
        };
        String time = LocalTime.now(ZoneId.systemDefault()).format(TIME);
        return palette.faint() + time + palette.normal() + " " + colorOf(event) + text + palette.normal();
    }

    private String colorOf(ReaderEvent event) {
        return switch (event) {
            case ReaderEvent.ReaderArrived _, ReaderEvent.CardInserted _, ReaderEvent.ServiceFound _ -> palette.in();
            case ReaderEvent.ReaderLeft _, ReaderEvent.CardRemoved _ -> palette.out();
            case ReaderEvent.ServiceLost _, ReaderEvent.EventsSkipped _ -> palette.error();
            case ReaderEvent.StateChanged _ -> "";
        };
    }

    private static String use(EventState state) {
        return state.has(EventState.EXCLUSIVE) ? "used exclusively" : state.has(EventState.INUSE) ? "used" : "not used";
    }

    /// Returns the name of the card, if it is known, and its ATR.
    private String described(Bytes atr) {
        return name(atr).map(name -> Printable.of(name) + "  ").orElse("") + atr;
    }

    private Optional<String> name(Bytes atr) {
        return cards.map(known -> known.identify(atr))
                .filter(found -> !found.isEmpty())
                .map(found -> String.join("; ", found.getFirst().descriptions()));
    }

    private void println(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
