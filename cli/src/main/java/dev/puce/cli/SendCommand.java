package dev.puce.cli;

import dev.puce.cards.Card;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.NoSuchReaderException;
import dev.puce.cards.Readers;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.iso7816.ApduDescription;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.PcscException;
import dev.puce.spy.redaction.Redactor;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce send`: sends commands to a card and shows its answers.
@Command(
        name = "send",
        description = "Send commands to a card, and show its answers in hex and in words.",
        mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
    private static final long CARD = 0; // the one whose secrets are kept apart from those of others

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "APDU",
            description = "A command in hex, in any form: 00A4040000, \"00 A4 04 00 00\".")
    private List<String> commands = List.of();

    @Mixin
    private CardChoice choice;

    @Option(names = "--raw", description = "Send no GET RESPONSE after 61XX, and nothing again after 6CXX.")
    private boolean raw;

    @Option(names = "--exclusive", description = "Let no other program use the card meanwhile.")
    private boolean exclusive;

    @Option(names = "--reset", description = "Reset the card at the end.")
    private boolean reset;

    @Option(
            names = {"-e", "--error"},
            description = "End with status 1 at the first status word that is not 9000.")
    private boolean errors;

    @Option(names = "--json", description = "One JSON object a line: a command and its answer.")
    private boolean json;

    @Mixin
    private RedactOption redact;

    @Override
    public Integer call() throws InterruptedException {
        List<Bytes> parsed = parse();
        try (Readers readers = Readers.open();
                Card card = choice.find(readers).connect(options())) {
            return send(card, parsed);
        } catch (PcscException | NoSuchReaderException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }

    private List<Bytes> parse() {
        var parsed = new ArrayList<Bytes>();
        for (String command : commands) {
            try {
                parsed.add(Bytes.hex(command));
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }
        return parsed;
    }

    private ConnectOptions options() {
        ConnectOptions options = exclusive ? ConnectOptions.exclusive() : ConnectOptions.shared();
        return options.policy(raw ? TransmitPolicy.RAW : TransmitPolicy.ISO)
                .disposition(reset ? Disposition.RESET : Disposition.LEAVE);
    }

    private int send(Card card, List<Bytes> parsed) {
        PrintWriter out = spec.commandLine().getOut();
        var redactor = new Redactor(redact.redaction(spec.commandLine().getErr()));
        for (Bytes command : parsed) {
            int visible = redactor.visible(redactor.secrets().command(CARD, command), command);
            Bytes shown = visible < 0 ? command : command.slice(0, visible);
            Optional<Hidden> hidden =
                    Optional.of(visible).filter(at -> at >= 0).map(at -> redactor.hidden(command, at));
            if (!json) {
                String end = hidden.map(secret -> " " + secret).orElse("");
                out.println("> " + shown + end + "  " + ApduDescription.of(command));
                out.flush(); // a card may think for long
            }
            Bytes answer = card.transmit(command);
            redactor.secrets().response(CARD, answer);
            out.println(
                    json
                            ? ExchangeJson.of(command, shown, hidden, answer)
                            : "< " + answer + "  " + ApduDescription.ofResponse(answer));
            out.flush();
            boolean ok = ResponseApdu.tryParse(answer)
                    .filter(response -> response.status().isOk())
                    .isPresent();
            if (errors && !ok) {
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
