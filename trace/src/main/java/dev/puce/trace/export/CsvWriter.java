package dev.puce.trace.export;

import dev.puce.decode.Exchange;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.Description;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.ObservedSink;
import dev.puce.trace.session.TracedCards;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Writes calls as comma-separated values for spreadsheets and data frames (RFC 4180, UTF-8, one header line).
///
/// Times are in microseconds. Unknown values are empty. A text that a spreadsheet would take for a formula gets an
/// apostrophe in front.
public final class CsvWriter implements ObservedSink {
    private static final List<String> COLUMNS = List.of(
            "seq",
            "start_us",
            "duration_us",
            "program",
            "pid",
            "uid",
            "connection",
            "thread",
            "reader",
            "function",
            "code",
            "application",
            "words",
            "command",
            "response",
            "sw",
            "call");

    /// A cell that starts with one of these is a formula in a spreadsheet.
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private final Writer out;
    private final TracedCards cards = new TracedCards();
    private final Description description = Description.complete();

    /// Writes to a stream, which closing the writer closes too.
    ///
    /// @throws IOException if the header cannot be written
    public CsvWriter(OutputStream out) throws IOException {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        line(COLUMNS);
    }

    @Override
    public void accept(TracedCall call) throws IOException {
        accept(call, cards.observe(call));
    }

    @Override
    public void accept(TracedCall call, Observation seen) throws IOException {
        var caller = call.caller();
        var outcome = call.outcome();
        var exchange = seen.exchange();
        line(List.of(
                Long.toString(call.sequence()),
                call.hasStart() ? micros(call.startNanos()) : "",
                outcome.filter(TracedCall.Outcome::hasDuration)
                        .map(end -> micros(end.durationNanos()))
                        .orElse(""),
                text(caller.program()),
                number(caller.pid()),
                number(caller.uid()),
                caller.connection() == 0 ? "" : Integer.toString(caller.connection()),
                text(caller.thread().orElse("")),
                text(seen.reader()),
                text(call.call().name()),
                outcome.map(end -> end.code().isKnown() ? end.code().symbol() : "")
                        .orElse("never returned"),
                exchange.map(Exchange::application)
                        .filter(application -> application.isKnown())
                        .map(application -> application.id())
                        .orElse(""),
                text(exchange.map(known -> known.line().words()).orElse("")),
                command(call),
                response(call),
                exchange.flatMap(known -> known.status().word())
                        .map(Object::toString)
                        .orElse(""),
                text(description.of(call))));
    }

    private static String command(TracedCall call) {
        return call.call() instanceof Call.Transmit transmit
                ? visible(transmit.sendBuffer(), transmit.hidden(), true)
                : "";
    }

    private static String response(TracedCall call) {
        return call.result() instanceof Result.Transmit(var _, Bytes received, var hidden)
                ? visible(received, hidden, false)
                : "";
    }

    /// The bytes in hex, with the mark of those that redaction removed: the end of a command, the data of a response.
    private static String visible(Bytes bytes, Optional<Hidden> hidden, boolean hidesEnd) {
        String mark = hidden.map(Hidden::toString).orElse("");
        return hidesEnd ? bytes.toHex() + mark : mark + bytes.toHex();
    }

    private static String micros(long nanos) {
        return nanos % 1000 == 0
                ? Long.toString(nanos / 1000)
                : BigDecimal.valueOf(nanos, 3).toPlainString();
    }

    private static String number(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : "";
    }

    private static String text(String value) {
        String printable = Printable.of(value);
        boolean isFormula = !printable.isEmpty() && FORMULA_STARTS.indexOf(printable.charAt(0)) >= 0;
        return isFormula ? "'" + printable : printable;
    }

    private void line(List<String> cells) throws IOException {
        out.write(cells.stream().map(CsvWriter::quoted).collect(Collectors.joining(",")));
        out.write("\r\n");
    }

    private static String quoted(String cell) {
        boolean needsQuotes = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return needsQuotes ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
