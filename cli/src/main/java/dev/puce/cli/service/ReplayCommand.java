package dev.puce.cli.service;

import dev.puce.cli.help.Guide;
import dev.puce.cli.program.RunsProgram;
import dev.puce.cli.program.StartedProgram;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.StopRequest;
import dev.puce.cli.trace.RedactOption;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.iso7816.StatusWord;
import dev.puce.pcsc.ReturnCode;
import dev.puce.posix.CoreDumps;
import dev.puce.replay.Mismatch;
import dev.puce.replay.RecordedCard;
import dev.puce.replay.RecordedCardFile;
import dev.puce.replay.RecordedExchange.Answer;
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

/// `puce replay`: cards that answer from a recording.
@Command(
        name = "replay",
        description = {
            "Run a PC/SC service whose readers and cards answer as recorded.",
            "With COMMAND, run it inside the service. Otherwise serve until Ctrl-C. Commands that were not recorded are"
                    + " reported."
        })
@Guide(
        usage = {"puce replay [OPTIONS] FILE", "puce replay [OPTIONS] FILE COMMAND [ARGUMENT...]"},
        examples = {
            "puce replay trace.jsonl opensc-tool -a | run a program with the recorded card",
            "puce replay --match command trace.jsonl | for programs that poll"
        },
        exitStatuses = {
            "0-255 | the status of COMMAND; 1 if it succeeded although commands were not in the recording",
            "125 | puce failed",
            "126 | COMMAND is not executable",
            "127 | there is no such COMMAND",
            "2 | wrong usage"
        },
        seeAlso = {"puce spy", "puce serve"})
public final class ReplayCommand implements Callable<Integer>, RunsProgram {
    private static final String FAIL = "fail";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--match",
            paramLabel = "order|command",
            defaultValue = "order",
            description =
                    "Choose the answer to a command: order (the next recorded one) or command (the next one to the same"
                            + " command, for programs that poll). Default: ${DEFAULT-VALUE}.")
    private Matching matching;

    @Option(names = "--timing", description = "Answer as slowly as the recorded card.")
    private boolean timing;

    @Option(
            names = "--unmatched",
            paramLabel = "HEX",
            defaultValue = "6F00",
            description = "Answer commands that were not recorded with HEX, or \"" + FAIL
                    + "\" for SCARD_E_NOT_TRANSACTED. Default: ${DEFAULT-VALUE}.")
    private String unmatched;

    @Option(names = "--listen", paramLabel = "SOCKET", description = "Listen at SOCKET. Default: a new directory.")
    private Path listen;

    @Mixin
    private RedactOption redact;

    @Parameters(index = "0", paramLabel = "FILE", description = "The trace.")
    private Path file;

    @Parameters(
            index = "1..*",
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The program to run, and its arguments.")
    private List<String> words = List.of();

    @Override
    public boolean hasProgram() {
        return !program().isEmpty();
    }

    /// Options end at FILE, so that the parser leaves a `--` before the program.
    private List<String> program() {
        return !words.isEmpty() && words.getFirst().equals("--") ? words.subList(1, words.size()) : words;
    }

    @Override
    public Integer call() throws IOException {
        CoreDumps.disable(); // PINs and keys pass through this process
        PrintWriter err = spec.commandLine().getErr();
        var options = ReplayOptions.USUAL
                .with(matching)
                .timed(timing)
                .answeringUnexpected(unexpected())
                .with(redact.redaction(err));
        List<RecordedCard> recorded = RecordedCardFile.cards(file);
        if (recorded.isEmpty()) {
            throw new CommandFailedException(
                    file + " has no card: it holds neither an ATR nor a command, so that there is nothing to replay");
        }
        var where = listen == null ? ServiceOptions.USUAL : ServiceOptions.USUAL.withSocket(listen);
        try (var service = PcscService.start(where)) {
            var cards = Replay.start(service, recorded, options, mismatch -> report(mismatch, err))
                    .cards();
            int status = program().isEmpty()
                    ? serve(service)
                    : StartedProgram.start(program(), service.socket()).await();
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
            // reported below
        }
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "--unmatched needs an answer in hex that ends with a status word, or \"" + FAIL + "\", not \""
                        + unmatched + "\"");
    }

    private static void report(Mismatch mismatch, PrintWriter err) {
        err.println("puce: " + mismatch);
        err.flush();
    }

    private int serve(PcscService service) {
        var stop = new StopRequest();
        PrintWriter out = spec.commandLine().getOut();
        out.println("export PCSCLITE_CSOCK_NAME=" + service.socket());
        out.flush();
        stop.await();
        return CommandLine.ExitCode.OK;
    }

    /// Reports how much of the recording was replayed.
    ///
    /// @return whether there were commands that were not recorded
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
