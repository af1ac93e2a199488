package dev.puce.trace.proxmark;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Function;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.HexText;
import dev.puce.trace.source.LineParser;
import dev.puce.trace.source.LogLines;
import dev.puce.trace.source.Origin;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Understands rows of the table of frames: start, end, source, bytes. Long frames go on on rows without a source.
final class ProxmarkParser implements LineParser {
    private static final Pattern ROW = Pattern.compile("^ *(\\d{1,18}) \\| *\\d+ \\| (Rdr|Tag) ?\\|([^|]*)\\|.*$");
    private static final Pattern MORE = Pattern.compile("^ +\\| +\\| +\\|([^|]*)\\|.*$");

    /// After a byte: a blank, `!` for a parity error, or `'` for a short byte.
    private static final Pattern MARKS = Pattern.compile("[!']");

    private static final int MOST_CHARACTERS = 1 << 18;

    private final ExchangeAssembler calls;
    private final ProblemListener problems;
    private final IsoDep commands = new IsoDep();
    private final IsoDep responses = new IsoDep();
    private final StringBuilder frame = new StringBuilder();
    private boolean hasFrame;
    private boolean isCommand;
    /// Whether the frames are APDUs of a contact card, without a transmission protocol.
    private boolean isContact;
    private long nanos;
    private long number;

    ProxmarkParser(ExchangeAssembler calls, ProblemListener problems) {
        this.calls = calls;
        this.problems = problems;
    }

    @Override
    public void line(LogLines raw) throws IOException {
        var row = ROW.matcher(raw.text());
        var more = MORE.matcher(raw.text());
        isContact |= raw.contains("ISO7816");
        if (row.matches()) {
            end();
            hasFrame = true;
            number = raw.number();
            isCommand = row.group(2).equals("Rdr");
            nanos = Math.round(Long.parseLong(row.group(1)) / 13.56e6 * 1e9); // carrier periods
            frame.append(row.group(3));
        } else if (hasFrame && more.matches() && frame.length() < MOST_CHARACTERS) {
            frame.append(more.group(1));
        }
    }

    @Override
    public void end() throws IOException {
        if (hasFrame && frame.indexOf("(") < 0) { // short frames of a few bits carry no block
            var bytes = HexText.bytes(MARKS.matcher(frame).replaceAll(" ").strip());
            if (bytes.isEmpty()) {
                problems.problem(number, "the bytes of a frame are not hex; skipped");
            } else {
                frame(bytes.get());
            }
        }
        hasFrame = false;
        frame.setLength(0);
    }

    private void frame(Bytes bytes) throws IOException {
        if (isCommand && bytes.length() == 4 && bytes.get(0) == 0xE0) { // RATS: a card is activated
            commands.reset();
            responses.reset();
            return;
        }
        Optional<Bytes> apdu = isContact ? Optional.of(bytes) : (isCommand ? commands : responses).frame(bytes);
        if (apdu.isEmpty()) {
            return;
        }
        if (isCommand) {
            calls.nextCommand(Origin.UNKNOWN, nanos, ExchangeAssembler.transmit(apdu.get()));
        } else if (calls.isOpen(Origin.UNKNOWN, Function.TRANSMIT)) {
            calls.response(Origin.UNKNOWN, nanos, apdu.get());
        }
    }
}
