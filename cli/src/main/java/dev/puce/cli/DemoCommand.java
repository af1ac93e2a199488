package dev.puce.cli;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.CardKinds;
import dev.puce.spy.live.LiveView;
import dev.puce.spy.live.SpySession;
import dev.puce.spy.live.TraceOutput;
import dev.puce.spy.recording.RecordingHeader;
import dev.puce.spy.redaction.Redaction;
import dev.puce.spy.redaction.Redactor;
import dev.puce.spy.relay.DaemonAtPath;
import dev.puce.spy.relay.RelaySocket;
import dev.puce.spy.render.Palette;
import dev.puce.spy.summary.Summary;
import dev.puce.spy.summary.SummaryText;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `puce demo`: everything at once on a machine with nothing but a JDK.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Start a PC/SC service with a virtual reader and card, let a program talk with the card, and show its calls.",
            "No reader, no pcscd and no root needed; everything shown has really passed through the sockets."
        })
final class DemoCommand implements Callable<Integer> {
    private static final String NEXT = """

            What to try next:
              puce serve -- opensc-tool -l          a virtual reader and card for any program that uses pcsc-lite
              puce serve                            the same until Ctrl-C; then puce card insert and puce card remove
              puce spy --virtual -- opensc-tool -l  the calls of a program, with a virtual reader and card
              puce spy -- COMMAND                   the same with the pcscd and the readers that you have
              puce spy -o trace.jsonl -- COMMAND    record them; then puce show, puce summary, puce diff and puce replay
              puce atr 3B8901707563652064656D6FA8       what an ATR says, and which card it is
              puce help                             everything else
            """;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ViewOptions view;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean coloured = view.color().onStandardOutput();
        var summary = new Summary();
        String read;
        try (var service = PcscService.start();
                var socket = RelaySocket.inPrivateDirectory()) {
            VirtualReader slot = service.addReader("puce Virtual Reader");
            announce(out, service, socket, slot);
            try (var session = open(service, summary, coloured)) {
                session.relay().listen(socket);
                read = new DemoConversation(slot, CardKinds.make("demo")).hold(socket.path());
            }
        }
        if (view.format() != ViewOptions.Format.JSON) {
            out.println();
            out.println("The card said " + read + ".");
            out.println();
            out.print(SummaryText.of(summary, coloured ? Palette.ANSI : Palette.NONE));
            out.print(NEXT);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private void announce(PrintWriter out, PcscService service, RelaySocket socket, VirtualReader slot) {
        if (view.format() == ViewOptions.Format.JSON) {
            return;
        }
        out.println("service:  " + service.socket() + " with reader \"" + slot.name() + "\"");
        out.println("spy:      " + socket.path());
        out.println("program:  waits for a card, reads a file, shows its PIN, reads another file");
        out.println();
        out.flush();
    }

    private SpySession open(PcscService service, Summary summary, boolean coloured) throws IOException {
        var header = new RecordingHeader(
                Instant.now(),
                Optional.empty(),
                new Version().getVersion()[0],
                "relay",
                Optional.of(service.socket().toString()),
                Optional.empty(),
                List.of("puce", "demo"),
                Redaction.FULL);
        var live = LiveView.start(
                new StandardOutput(),
                out -> view.open(out, coloured, true, header),
                LiveView.Level.CALLS,
                sink -> sink);
        return new SpySession(
                new DaemonAtPath(service.socket()),
                new Redactor(Redaction.FULL),
                List.of(live, new Summed(summary)),
                false,
                System.nanoTime());
    }

    /// Where the time went, for the end.
    private record Summed(Summary summary) implements TraceOutput {
        @Override
        public void call(TracedCall call) {
            summary.accept(call);
        }

        @Override
        public void incident(Caller caller, long nanos, String what) {}

        @Override
        public void close() {
            summary.close();
        }
    }
}
