package dev.puce.cli.demo;

import dev.puce.cli.help.Guide;
import dev.puce.cli.spy.LiveHeader;
import dev.puce.cli.terminal.StandardOutput;
import dev.puce.cli.trace.SummaryOutput;
import dev.puce.cli.trace.ViewOptions;
import dev.puce.posix.Terminal;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.spy.TraceListener;
import dev.puce.spy.live.LiveView;
import dev.puce.spy.live.SpySession;
import dev.puce.spy.live.SpySocket;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.render.Palette;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `puce demo`: everything at once on a machine with nothing but a JDK.
@Command(
        name = "demo",
        description = {
            "Start a PC/SC service with a virtual reader and card, let a program use the card, and show its calls.",
            "Needs no reader, no pcscd and no root. Everything passes through real sockets."
        })
@Guide(
        usage = "puce demo [OPTIONS]",
        seeAlso = {"puce spy", "puce serve"})
public final class DemoCommand implements Callable<Integer> {
    private static final String NEXT = """

            Try next:
              puce spy --virtual opensc-tool -l     the calls of a program, with a virtual reader and card
              puce spy COMMAND                      the same with your own readers and cards
              puce spy -o trace.jsonl COMMAND       record them; then puce show, summary, diff and replay
              puce serve opensc-tool -l             a virtual reader and card for any PC/SC program
              puce atr 3B8901707563652064656D6FA8   explain an ATR, and identify the card
              puce help                             all commands
            """;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ViewOptions view;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean talks = view.format() != ViewOptions.Format.JSON;
        String read;
        try (var service = PcscService.start();
                var socket = SpySocket.inPrivateDirectory(service.socket())) {
            VirtualReader slot = service.addReader("puce Virtual Reader");
            if (talks) {
                announce(out, service, socket, slot);
            }
            try (var session = open(service, socket, talks, out)) {
                socket.serve(session);
                read = new DemoConversation(slot, CardKinds.make("demo")).hold(socket.path());
            }
        }
        if (talks) {
            out.println();
            out.println("The card said " + read + ".");
            out.print(NEXT);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static void announce(PrintWriter out, PcscService service, SpySocket socket, VirtualReader slot) {
        out.println("service:  " + service.socket() + " with reader \"" + slot.name() + "\"");
        out.println("spy:      " + socket.path());
        out.println("program:  waits for a card, reads a file, shows its PIN, reads another file");
        out.println();
        out.flush();
    }

    private SpySession open(PcscService service, SpySocket socket, boolean summed, PrintWriter out) throws IOException {
        var palette = view.color().onStandardOutput() ? Palette.ANSI : Palette.NONE;
        long startNanos = System.nanoTime();
        var header = LiveHeader.of(startNanos, service.socket(), List.of("puce", "demo"), Redaction.FULL);
        var outputs = new ArrayList<TraceListener>();
        outputs.add(LiveView.start(
                new StandardOutput(),
                stream -> view.open(stream, Terminal.STANDARD_OUTPUT, palette.isColoured(), true, header),
                LiveView.Level.CALLS,
                calls -> calls));
        if (summed) {
            outputs.add(new SummaryOutput(calls -> calls, palette, Terminal.STANDARD_OUTPUT.columnsIfThere(), out));
        }
        return new SpySession(socket, new Redactor(Redaction.FULL), outputs, false, startNanos);
    }
}
