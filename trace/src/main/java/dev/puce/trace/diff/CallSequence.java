package dev.puce.trace.diff;

import dev.puce.decode.Exchange;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.Description;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.ObservedSink;
import dev.puce.trace.session.TracedCards;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The calls of an execution in the order in which they began, as texts without what differs anyway.
///
/// Memory grows with the number of calls, by some 40 bytes each, and with that of different texts, by their length.
public final class CallSequence implements ObservedSink {
    private final TracedCards cards = new TracedCards();
    private final Description description = Description.diffable();
    private final Map<String, String> texts = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    /// @param sequence number of the call in its trace
    /// @param text     the call in words: function, return code unless it is success, arguments and results that
    ///                 matter. The bytes of a command follow after a gap.
    record Entry(long sequence, String text) {
        private static final String GAP = "   ";

        String words() {
            int gap = text.indexOf(GAP);
            return gap < 0 ? text : text.substring(0, gap);
        }

        /// The bytes of a command and its answer; empty for other calls.
        String bytes() {
            return text.substring(words().length()).strip();
        }

        CallDiff.ComparedCall call() {
            return new CallDiff.ComparedCall(sequence, text.replaceAll(" {2,}", " "));
        }
    }

    /// No call yet.
    public CallSequence() {}

    @Override
    public void accept(TracedCall call) {
        accept(call, cards.observe(call));
    }

    @Override
    public void accept(TracedCall call, Observation seen) {
        String words = call.call() instanceof Call.Transmit && isSuccess(call)
                ? seen.exchange().map(exchange -> transmit(call, exchange)).orElseGet(() -> function(call))
                : function(call);
        entries.add(new Entry(call.sequence(), texts.computeIfAbsent(words.strip(), same -> same)));
    }

    private static boolean isSuccess(TracedCall call) {
        return call.outcome()
                .filter(outcome -> outcome.code().equals(ReturnCode.SUCCESS))
                .isPresent();
    }

    /// The command and its answer in words, as far as the exchange has gone, then the bytes.
    private String transmit(TracedCall call, Exchange exchange) {
        String words = Printable.of(exchange.line().command())
                + hidden(call, exchange)
                + (exchange.size() > 1 ? ", part " + exchange.size() : "")
                + " → "
                + Printable.of(exchange.status().toString());
        String described = description.of(call);
        int bytes = described.indexOf(Entry.GAP);
        return bytes < 0 ? words : words + described.substring(bytes);
    }

    /// The mark of redacted command data, with a space in front.
    private static String hidden(TracedCall call, Exchange exchange) {
        if (call.call() instanceof Call.Transmit transmit && transmit.hidden().isPresent()) {
            return " " + transmit.hidden().get();
        }
        return exchange.isCommandHidden() ? " [hidden]" : "";
    }

    private String function(TracedCall call) {
        String function = Printable.of(call.call().name());
        String code = call.call() instanceof Call.Mark || isSuccess(call)
                ? ""
                : call.outcome().map(outcome -> outcome.code().symbol() + " ").orElse("never returned ");
        return function + " " + code + description.of(call);
    }

    /// The calls in the order in which they began.
    List<Entry> entries() {
        entries.sort(Comparator.comparingLong(Entry::sequence));
        return entries;
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
