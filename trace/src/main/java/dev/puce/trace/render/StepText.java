package dev.puce.trace.render;

import dev.puce.decode.Exchange;
import dev.puce.decode.Status;
import dev.puce.decode.value.Node;
import dev.puce.decode.value.Outcome;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Inference;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.CardChange;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Makes the rows of single steps.
final class StepText {
    private static final String PREFIX = "SCard";
    private static final int BYTES_AT_FAILURE = 24;

    private final CompactOptions options;
    private final Description descriptions = Description.diffable();

    StepText(CompactOptions options) {
        this.options = options;
    }

    Row row(Step step, char symbol) {
        return step.seen().exchange().isPresent()
                ? exchange(step, step.seen().exchange().get(), symbol)
                : call(step, symbol);
    }

    private Row exchange(Step step, Exchange exchange, char symbol) {
        var line = exchange.line();
        var status = line.status();
        var code = step.last().outcome();
        var level = Row.Level.of(Judgement.of(step));
        boolean failed = level == Row.Level.FAILURE;
        String end = code.isEmpty() || code.get().code().isFailure() ? code(step.last()) : status(exchange, status);
        String hidden = hidden(step, exchange);
        return new Row(
                step.call().sequence(),
                step.last().sequence(),
                step.numbers(),
                step.call().startNanos(),
                step.source(),
                symbol,
                Printable.of(line.command()) + hidden + inferred(step.call()),
                Printable.of(line.values()),
                Printable.of(end),
                level,
                step.tookNanos(),
                details(exchange, failed, hidden));
    }

    /// Lists the parts that puce inferred from a log: ` (inferred: answer)`.
    private static String inferred(TracedCall traced) {
        var inferred = traced.provenance().inferred();
        return inferred.isEmpty()
                ? ""
                : inferred.stream()
                        .sorted()
                        .map(Inference::label)
                        .collect(Collectors.joining(", ", " (inferred: ", ")"));
    }

    /// The mark of a hidden secret, with a space in front; empty if nothing is hidden.
    private static String hidden(Step step, Exchange exchange) {
        if (step.last().call() instanceof Call.Transmit transmit
                && transmit.hidden().isPresent()) {
            return " " + transmit.hidden().get();
        }
        return exchange.isCommandHidden() ? " [hidden]" : "";
    }

    private static String status(Exchange exchange, Status status) {
        var plain = exchange.plainResponse();
        var response = plain.isPresent() ? plain : exchange.response();
        int length = response.isPresent() ? response.get().length() - 2 : 0;
        boolean hasData = length > 0 && status.word().isPresent();
        boolean isGood = status.outcome() == Outcome.OK || status.outcome() == Outcome.MORE;
        String word = isGood && status.word().isPresent() ? status.word().get().toString() : status.toString();
        return exchange.isAnswerHidden() ? "[hidden] " + word : hasData ? length + " B " + word : word;
    }

    private List<String> details(Exchange exchange, boolean failed, String hidden) {
        var lines = new ArrayList<String>();
        int most = options.bytes().orElse(failed ? BYTES_AT_FAILURE : 0);
        if (most > 0) {
            String command = "> " + hex(exchange.command(), most) + hidden;
            String response = exchange.response()
                    .map(bytes -> "< " + (exchange.isAnswerHidden() ? "[hidden] " : "") + hex(bytes, most))
                    .orElse("< nothing");
            if (options.bytes().isEmpty() && command.length() + response.length() + 3 < options.width() - 26) {
                lines.add(command + "   " + response);
            } else {
                lines.add(command);
                lines.add(response);
            }
        }
        if (options.verbose()) {
            for (Node node : exchange.tree()) {
                node.describe().lines().map(Printable::of).forEach(lines::add);
            }
        }
        return lines;
    }

    private static String hex(Bytes bytes, int most) {
        if (bytes.length() <= most) {
            return bytes.toSpacedHex();
        }
        return bytes.slice(0, most).toSpacedHex() + " … (" + bytes.length() + " bytes)";
    }

    private Row call(Step step, char symbol) {
        var traced = step.call();
        var level = Row.Level.of(Judgement.of(step));
        boolean connects = traced.call() instanceof Call.Connect && traced.result() instanceof Result.Connect;
        boolean isChange = !step.seen().changes().isEmpty();
        boolean ok =
                traced.outcome().isPresent() && traced.outcome().get().code().isSuccess();
        return new Row(
                step.call().sequence(),
                step.last().sequence(),
                step.numbers(),
                traced.startNanos(),
                step.source(),
                connects || isChange ? '●' : symbol,
                isChange ? changes(step.seen().changes()) : words(traced) + inferred(traced),
                "",
                ok || (level != Row.Level.FAILURE && isChange) ? "" : code(traced),
                level,
                isEvent(traced) ? 0 : step.tookNanos(),
                List.of());
    }

    private static String changes(List<CardChange> changes) {
        return changes.stream()
                .map(change -> (change.inserted() ? "card inserted in " : "card removed from ")
                        + Printable.of(change.reader()))
                .collect(Collectors.joining(", "));
    }

    /// The call in words: `Connect shared → T=1`.
    String words(TracedCall traced) {
        if (traced.call() instanceof Call.Connect connect && traced.result() instanceof Result.Connect result) {
            String mode =
                    connect.shareMode().symbol().replace("SCARD_SHARE_", "").toLowerCase(Locale.ROOT);
            String protocol = result.activeProtocol().symbol().replace("SCARD_PROTOCOL_T", "T=");
            return "Connect " + mode + " → " + protocol.replace("SCARD_PROTOCOL_", "");
        }
        String text = descriptions.of(traced);
        return text.isEmpty() ? name(traced) : name(traced) + (isEvent(traced) ? ": " : " ") + text;
    }

    /// Whether this is an event of the trace, not a call: it returns nothing and takes no time.
    private static boolean isEvent(TracedCall traced) {
        return traced.call() instanceof Call.Unknown && traced.outcome().isEmpty();
    }

    /// The function without its prefix.
    static String name(TracedCall traced) {
        String name = Printable.of(traced.call().name());
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    private static String code(TracedCall traced) {
        if (traced.outcome().isEmpty()) {
            return isEvent(traced) ? "" : "never returned";
        }
        var code = traced.outcome().get().code();
        return traced.call() instanceof Call.Mark || !code.isFailure() ? "" : code.symbol();
    }
}
