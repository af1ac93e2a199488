package dev.puce.cli.decode;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.InputLines;
import dev.puce.cli.terminal.NamedValueConverter;
import dev.puce.cli.terminal.SmKeysOption;
import dev.puce.decode.Application;
import dev.puce.decode.Exchange;
import dev.puce.decode.value.Node;
import dev.puce.decode.value.Side;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.Printable;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.Finding;
import dev.puce.posix.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce decode`: explains commands, responses, data objects, status words and AIDs.
@Command(
        name = "decode",
        description = {
            "Explain a command, a response, a pair of both, data objects (BER-TLV), a status word or an AID.",
            "A SELECT sets the context for the lines that follow. PINs and keys are not shown."
        })
@Guide(
        usage = {"puce decode [OPTIONS] HEX...", "puce decode [OPTIONS] -s FILE", "puce decode [OPTIONS]"},
        examples = {
            "puce decode 00 A4 04 00 05 A0 00 00 03 08 | a command",
            "puce decode '00 20 00 80 > 63 C2' | a command and its response",
            "puce decode 63C2 --app openpgp | a status word in an application",
            "puce decode 6F 0A 84 08 A0 00 00 01 51 00 00 00 | data objects",
            "puce decode -s session.txt | lines COMMAND > RESPONSE, in the context of one card session"
        },
        exitStatuses = {"0 | success", "2 | wrong usage, or an input that is not hex"},
        seeAlso = {"puce atr", "puce send", "puce show -v"})
public final class DecodeCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            paramLabel = "HEX",
            arity = "0..*",
            description = "Bytes in hex; spaces are optional. Without any, one input on each line of standard input.")
    private List<String> arguments = List.of();

    @Option(
            names = {"-s", "--script"},
            paramLabel = "FILE",
            description = "Explain each line of FILE: HEX, or COMMAND > RESPONSE; - is standard input.")
    private Path script;

    @Option(
            names = "--app",
            paramLabel = "NAME",
            description = "Explain in the context of this application, for example piv, openpgp, emv, usim.")
    private String app;

    @Option(names = "--aid", paramLabel = "HEX", description = "The same by application identifier.")
    private String aid;

    @Option(
            names = "--as",
            paramLabel = "KIND",
            converter = KindConverter.class,
            description = "Read HEX as command, response, tlv, sw or aid. Default: guess.")
    private DecodeInput.Kind kind;

    @Mixin
    private SmKeysOption smKeys;

    @Option(names = "--json", description = "JSON Lines: one object for each exchange.")
    private boolean json;

    private PrintWriter out;

    /// Parses a kind as it is typed.
    static final class KindConverter extends NamedValueConverter<DecodeInput.Kind> {
        KindConverter() {
            super(List.of(DecodeInput.Kind.values()));
        }
    }

    @Override
    public Integer call() throws IOException {
        out = spec.commandLine().getOut();
        var decoder = new Decoder(application(), smKeys.keys());
        if (!arguments.isEmpty()) {
            List<String> inputs = DecodeLines.arguments(arguments);
            for (int i = 0; i < inputs.size(); i++) {
                explain(decoder, inputs.get(i), "argument " + (i + 1));
            }
        }
        if (script != null) {
            try (var lines = InputLines.of(script)) {
                explainAll(decoder, lines);
            }
        } else if (arguments.isEmpty()) {
            if (Terminal.STANDARD_INPUT.isThere()) {
                throw new CommandLine.ParameterException(spec.commandLine(), "HEX is missing");
            }
            explainAll(decoder, InputLines.ofStandardInput());
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private void explainAll(Decoder decoder, InputLines lines) throws IOException {
        for (String line = lines.next(); line != null && !out.checkError(); line = lines.next()) {
            explain(decoder, line, lines.where());
        }
    }

    private void explain(Decoder decoder, String line, String where) {
        Optional<DecodeInput> input;
        try {
            input = DecodeLines.parse(line, Optional.ofNullable(kind));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    // One wrong character. The input itself may hold a PIN.
                    where + " is not hex: " + Printable.of(e.getMessage()),
                    e);
        }
        input.flatMap(DecodeInput::problem).ifPresent(problem -> {
            throw new CommandLine.ParameterException(spec.commandLine(), where + ": " + problem);
        });
        input.ifPresent(found -> print(found, decoder.explain(found)));
        if (input.isPresent() && input.get() instanceof DecodeInput.Command(Bytes command, var _) && isAtr(command)) {
            spec.commandLine().getErr().println("puce: " + where + " may be an ATR. Try: puce atr HEX");
        }
    }

    private void print(DecodeInput input, Exchange exchange) {
        if (json) {
            out.println(
                    ExchangeNodeJson.of(input, exchange, shown(input, exchange).toList()));
            return;
        }
        String line = switch (input) {
            case DecodeInput.Command _ -> exchange.line().toString();
            case DecodeInput.Response _ -> status(exchange);
            case DecodeInput.DataObjects _ -> "";
            case DecodeInput.Status _ -> status(exchange);
            case DecodeInput.Identifier(Bytes identifier) ->
                identifier + "  " + exchange.application().name();
        };
        if (!line.isEmpty()) {
            out.println(Printable.of(line));
        }
        boolean hasTree = !(input instanceof DecodeInput.Status || input instanceof DecodeInput.Identifier);
        if (hasTree) {
            shown(input, exchange)
                    .forEach(node -> node.describe().lines().forEach(text -> out.println("  " + Printable.of(text))));
        }
    }

    /// The status word with its meaning, also if it is 9000.
    private static String status(Exchange exchange) {
        return exchange.tree().stream()
                .flatMap(node -> node.children().stream())
                .filter(DecodeCommand::isStatus)
                .map(Node::value)
                .findFirst()
                .orElse(exchange.status().toString());
    }

    private static boolean isStatus(Node node) {
        return node.name().equals("status") && node.id().isEmpty();
    }

    /// Whether bytes that are not a well-formed command are an ATR without a violation of the standard.
    private static boolean isAtr(Bytes bytes) {
        var atr = Atr.parse(bytes);
        return CommandApdu.tryParse(bytes).isEmpty()
                && atr.convention().isPresent()
                && atr.findings().stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    private static Stream<Node> shown(DecodeInput input, Exchange exchange) {
        var sides = exchange.tree().stream()
                .filter(node -> input instanceof DecodeInput.Command || node.side() == Side.RESPONSE);
        return input instanceof DecodeInput.DataObjects
                ? sides.flatMap(response -> response.children().stream())
                        .filter(part -> !isStatus(part)) // the decoder has added it
                : sides;
    }

    private Optional<Application> application() {
        if (app != null && aid != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--app and --aid exclude each other");
        }
        if (aid != null) {
            try {
                return Optional.of(Application.ofAid(Bytes.hex(aid))
                        .orElseThrow(() -> new CommandLine.ParameterException(
                                spec.commandLine(), "--aid: puce does not know this application")));
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--aid is not hex: " + Printable.of(e.getMessage()), e);
            }
        }
        return Optional.ofNullable(app)
                .map(name -> Application.ofId(name)
                        .orElseThrow(() -> new CommandLine.ParameterException(
                                spec.commandLine(), "--app: puce does not know the application \"" + name + "\"")));
    }
}
