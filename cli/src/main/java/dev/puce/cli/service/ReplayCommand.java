package dev.puce.cli.service;

import dev.puce.cli.spy.SpiedProgram;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.StopRequest;
import dev.puce.cli.trace.RedactOption;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.iso7816.StatusWord;
import dev.puce.pcsc.ReturnCode;
import dev.puce.replay.Exchange.Answer;
import dev.puce.replay.Mismatch;
import dev.puce.replay.RecordedCard;
import dev.puce.replay.RecordedCardFile;
import dev.puce.replay.Replay;
import dev.puce.replay.ReplayCard;
import dev.puce.replay.ReplayOptions;
import dev.puce.replay.ReplayOptions.Matching;
import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce replay`: a recording answers in place of the cards.
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Be a PC/SC service with the readers of a recording, whose cards answer as recorded.",
            "With COMMAND, run it inside the service and end with its exit status, or with 1 if it succeeded although",
            "commands came that were not recorded. Otherwise serve until Ctrl-C. What was not recorded is reported."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final String FAIL = "fail";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--match",
            paramLabel = "order|command",
            defaultValue = "order",
            description =
                    "Which recorded answer a command gets: order, the next one and no other; command, the next one "
                            + "to the same command, for programs that poll. Default: ${DEFAULT-VALUE}.")
    private Matching matching;

    @Option(names = "--timing", description = "Let answers take as long as they took.")
    private boolean timing;

    @Option(
            names = "--unmatched",
            paramLabel = "ANSWER",
            defaultValue = "6F00",
            description = "What a command gets that was not recorded: an answer in hex, or \"" + FAIL
                    + "\" for SCARD_E_NOT_TRANSACTED. Default: ${DEFAULT-VALUE}.")
    private String unmatched;

    @Option(names = "--listen", paramLabel = "SOCKET", description = "Listen there. Default: a new directory.")
    private Path listen;

    @Mixin
    private RedactOption redact;

    @Parameters(index = "0", paramLabel = "FILE", description = "A recording of puce spy -o, or a log of libpcscspy.")
    private Path file;

    @Parameters(
            index = "1..*",
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The program to run, and its arguments.")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        var options = ReplayOptions.USUAL
                .with(matching)
                .timed(timing)
                .answeringUnexpected(unexpected())
                .with(redact.redaction(err));
        List<RecordedCard> recorded = RecordedCardFile.cards(file);
        if (recorded.isEmpty()) {
            throw new CommandFailedException(file
                    + " tells of no card: nobody asked for an ATR or sent a command, so there is nothing to replay");
        }
        var where = listen == null ? ServiceOptions.USUAL : ServiceOptions.USUAL.withSocket(listen);
        try (var service = PcscService.start(where)) {
            var cards = Replay.start(service, recorded, options, mismatch -> tell(mismatch, err))
                    .cards();
            int status = command.isEmpty()
                    ? serve(service)
                    : SpiedProgram.start(command, service.socket()).await();
            return report(cards, err) && status == CommandLine.ExitCode.OK ? CommandLine.ExitCode.SOFTWARE : status;
        }
    }

    private Answer unexpected() {
        if (unmatched.equalsIgnoreCase(FAIL)) {
            return new Answer.Failure(ReturnCode.NOT_TRANSACTED);
        }
        try {
            Bytes answer = Bytes.hex(unmatched);
            if (answer.length() >= StatusWord.OK.encode().length()) {
                return new Answer.Response(answer);
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "--unmatched takes an answer in hex, which ends with a status word, or \"" + FAIL + "\", and not \""
                        + unmatched + "\"");
    }

    private static void tell(Mismatch mismatch, PrintWriter err) {
        err.println("puce: " + mismatch);
        err.flush();
    }

    private int serve(PcscService service) {
        var end = new StopRequest();
        PrintWriter out = spec.commandLine().getOut();
        out.println("export PCSCLITE_CSOCK_NAME=" + service.socket());
        out.flush();
        end.await();
        return CommandLine.ExitCode.OK;
    }

    /// Tells how much of the recording was played.
    ///
    /// @return whether commands came that were not recorded
    private static boolean report(List<ReplayCard> cards, PrintWriter err) {
        boolean hasMismatches = false;
        for (ReplayCard card : cards) {
            int mismatches = card.mismatches().size();
            hasMismatches |= mismatches > 0;
            err.printf(
                    "puce: %s: %d commands answered, %d recorded, %d unmatched%n",
                    Printable.of(card.recorded().reader()),
                    card.answered(),
                    card.recorded().exchanges().size(),
                    mismatches);
        }
        err.flush();
        return hasMismatches;
    }
}
