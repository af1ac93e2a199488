package dev.puce.trace.macos;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Inference;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.HexText;
import dev.puce.trace.source.Origin;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The readers and cards that the log names, and marks of what happens to them.
final class MacosReaders {
    private static final Pattern EVENT = Pattern.compile(
            "^(.{1,200}?): (card inserted|card removed|card reset done|failed to reset the card|failed to transmit APDU"
                    + "|failed to set protocol for the card|an attempt to begin session with invalidated \\(removed\\) card)"
                    + "(?: -> .*)?$");
    private static final Pattern STATE =
            Pattern.compile("^(.{1,200}?): broadcasting state change \\{(.*)}$", Pattern.DOTALL);
    private static final Pattern SLOT =
            Pattern.compile("^<TKSmartCardSlot: [^']{0,60}'([^']{1,200})'>: stateChangedTo:(\\d)(.*)$", Pattern.DOTALL);
    private static final Pattern POWER = Pattern.compile("^<- IFDHPowerICC\\((atr=\\{.*})\\) = 0$");
    private static final Pattern ATR = Pattern.compile("bytes = 0x([0-9a-fA-F]{2,70})[};]");
    private static final Pattern VALID = Pattern.compile("\\bstate = 4;");
    private static final Pattern EMPTY = Pattern.compile("\\bstate = [01];");
    private static final Pattern SESSION = Pattern.compile("^(.{1,200}?): begin exclusive SmartCard session$");
    private static final Pattern SESSION_END = Pattern.compile("^<TKSmartCard: 0x\\w+>: endSession: ");
    private static final Pattern OLD_READER =
            Pattern.compile("^(?:Token reader (.{1,200}) inserted into system|logging slot '(.{1,200})')$");
    private static final Pattern OLD_STATE =
            Pattern.compile("^reader (.{1,200}): state changed (\\d{1,9}) -> (\\d{1,9})$");
    private static final String TIME_EXTENSION = "Time extension received";
    private static final int MOST = 1000;

    private final ExchangeAssembler calls;
    private final Set<String> withCard = new HashSet<>();
    private final Map<String, String> sessions = new HashMap<>();
    private final Map<String, Bytes> atrs = new HashMap<>();

    MacosReaders(ExchangeAssembler calls) {
        this.calls = calls;
    }

    /// The origin of a command. The only reader with a card is the one, or the one of the program's session.
    Origin origin(Caller caller) {
        var origin = Origin.of(caller);
        var reader = withCard.size() == 1
                ? Optional.of(withCard.iterator().next())
                : Optional.ofNullable(sessions.get(caller.program() + caller.pid()));
        return reader.map(name -> origin.at(name).inferred(Inference.READER)).orElse(origin);
    }

    /// Takes an entry that is neither a call nor an APDU.
    ///
    /// @return whether its message is known
    boolean accept(MacosEntry raw) throws IOException {
        if (withCard.size() >= MOST || sessions.size() >= MOST || atrs.size() >= MOST) {
            withCard.clear();
            sessions.clear();
            atrs.clear();
        }
        String whole = raw.message();
        if (whole.contains(": broadcasting state change ")) {
            state(raw);
            return true;
        }
        if (whole.startsWith("<TKSmartCardSlot: ")) {
            slot(raw);
            return true;
        }
        int end = whole.indexOf('\n'); // in a bug report, other text may follow
        return end < 0 ? line(raw) : line(raw.with(whole.substring(0, end)));
    }

    private boolean line(MacosEntry entry) throws IOException {
        String message = entry.message();
        if (message.contains(": card ") || message.contains(": failed to ") || message.contains(": an attempt to ")) {
            event(entry);
        } else if (message.startsWith("<- IFDHPowerICC(")) {
            power(entry);
        } else if (message.endsWith(": begin exclusive SmartCard session")) {
            session(entry);
        } else if (message.startsWith("<TKSmartCard: ")
                && SESSION_END.matcher(message).find()) {
            mark(entry, Origin.of(entry.caller()), "session ends", "", Optional.empty());
        } else if (message.equals(TIME_EXTENSION)) {
            mark(entry, Origin.UNKNOWN, "time extension", "the card works, or waits for a touch", Optional.empty());
        } else if (message.startsWith("Token reader ") || message.startsWith("logging slot ")) {
            oldReader(entry);
        } else if (message.startsWith("reader ")) {
            oldState(entry);
        } else {
            return false;
        }
        return true;
    }

    private void state(MacosEntry entry) throws IOException {
        var state = STATE.matcher(entry.message());
        if (state.matches()) {
            String values = state.group(2);
            present(
                    state.group(1),
                    VALID.matcher(values).find(),
                    EMPTY.matcher(values).find());
            atr(entry, state.group(1), values);
        }
    }

    private void slot(MacosEntry entry) throws IOException {
        var slot = SLOT.matcher(entry.message());
        if (slot.matches()) {
            present(slot.group(1), slot.group(2).equals("4"), "01".contains(slot.group(2)));
            atr(entry, slot.group(1), slot.group(3));
        }
    }

    private void power(MacosEntry entry) throws IOException {
        var power = POWER.matcher(entry.message());
        if (power.matches()) {
            atr(entry, withCard.size() == 1 ? withCard.iterator().next() : "", power.group(1));
        }
    }

    private void session(MacosEntry entry) throws IOException {
        var session = SESSION.matcher(entry.message());
        if (session.matches()) {
            sessions.put(entry.caller().program() + entry.caller().pid(), session.group(1));
            mark(entry, Origin.of(entry.caller()).at(session.group(1)), "session begins", "", Optional.empty());
        }
    }

    private void oldReader(MacosEntry entry) throws IOException {
        var reader = OLD_READER.matcher(entry.message());
        if (reader.matches()) {
            String name = reader.group(1) == null ? reader.group(2) : reader.group(1);
            mark(entry, Origin.UNKNOWN.at(name), "reader", name, Optional.empty());
        }
    }

    private void oldState(MacosEntry entry) throws IOException {
        var state = OLD_STATE.matcher(entry.message());
        if (state.matches()) {
            String name = state.group(1);
            String change = name + ": state " + state.group(2) + " to " + state.group(3);
            mark(entry, Origin.UNKNOWN.at(name), "reader state", change, Optional.empty());
        }
    }

    private static String reader(String name) {
        return name.equals("<private>") ? "" : name;
    }

    private void event(MacosEntry entry) throws IOException {
        var event = EVENT.matcher(entry.message());
        if (event.matches()) {
            event(entry, reader(event.group(1)), event.group(2));
        }
    }

    private void event(MacosEntry entry, String reader, String name) throws IOException {
        if (name.equals("card removed")) {
            present(reader, false, true);
        } else if (name.equals("card inserted") || name.equals("card reset done")) {
            present(reader, true, false);
        }
        if (!name.equals("card reset done")) {
            mark(entry, reader.isEmpty() ? Origin.UNKNOWN : Origin.UNKNOWN.at(reader), name, reader, Optional.empty());
        }
    }

    private void present(String reader, boolean hasCard, boolean isEmpty) {
        if (hasCard && !reader.isEmpty()) {
            withCard.add(reader);
        } else if (isEmpty) {
            withCard.remove(reader);
            atrs.remove(reader);
        }
    }

    /// Several processes log the same ATR; one mark is enough.
    private void atr(MacosEntry entry, String reader, String text) throws IOException {
        var match = ATR.matcher(text);
        var atr = match.find() ? HexText.bytes(match.group(1)) : Optional.<Bytes>empty();
        if (atr.isPresent() && !atr.get().equals(atrs.put(reader, atr.get()))) {
            mark(entry, reader.isEmpty() ? Origin.UNKNOWN : Origin.UNKNOWN.at(reader), "card ATR", reader, atr);
        }
    }

    private void mark(MacosEntry entry, Origin origin, String name, String description, Optional<Bytes> atr)
            throws IOException {
        calls.mark(origin, entry.nanos(), new Call.Mark(name, description, atr));
    }
}
