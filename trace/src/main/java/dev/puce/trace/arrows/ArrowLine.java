package dev.puce.trace.arrows;

import dev.puce.iso7816.Bytes;
import dev.puce.trace.source.HexText;
import java.util.Optional;
import java.util.regex.Pattern;

/// A line with a direction mark.
///
/// @param prefix    the text before the mark
/// @param isCommand whether the mark usually stands before a command
/// @param payload   the text after the mark
record ArrowLine(String prefix, boolean isCommand, String payload) {
    private static final int MOST_PREFIX = 200;

    private static final Pattern MARK = Pattern.compile("(?=[-<=>ACIORSTcrst])(?<![^\\s\\]:|])(?:"
            + "(?<out>>{1,4}|-{1,2}>|=>|APDU ?(?:->|=>|>>|:)|SEND:|[Ss]ending:|[Ss]end:|[Tt]ransmitted:|[Rr]eq(?:uest)?:"
            + "|C-?APDU:?|[Cc]ommand APDU:?|[Cc]ommand:|TX:?|Tx:?|Outgoing APDU:)"
            + "|(?<in><{1,4}|<-{1,2}|<=|APDU ?(?:<-|<=|<<)|SW:|RECV:|[Rr]eceived:?|[Rr]ecv:|[Rr]esp(?:onse)?:"
            + "|R-?APDU:?|[Rr]esponse APDU:?|RX:?|Rx:?|Incoming APDU:))"
            + "(?= |\\t|$|\\[|[0-9A-Fa-f]{4})");

    /// Text that may follow the hex: a remark in brackets, a duration, or ` : text`.
    private static final Pattern REMARK = Pattern.compile("\\s*(?:\\[[^\\]]+]|\\([\\d.]+ ?m?s\\)|\\s: .*)?\\s*$");

    private static final Pattern STATUS_APART = Pattern.compile("^SW ?= ?(?:0x)?([0-9A-Fa-f]{4})$");

    /// Longest remark, and longest status word with its label, in characters.
    private static final int MOST_REMARK = 200;

    private static final Pattern STATUS_FIRST = Pattern.compile("^(?<sw>[0-9A-Fa-f]{4}):\\s*(?<data>[0-9A-Fa-f ]*)$");
    private static final Pattern STATUS_BYTES =
            Pattern.compile("^\\(SW1=0x(?<sw1>[0-9A-Fa-f]{2}), SW2=0x(?<sw2>[0-9A-Fa-f]{2})\\)(?<more>:?)$");

    static Optional<ArrowLine> of(String line) {
        var mark = MARK.matcher(line)
                .region(0, Math.min(line.length(), MOST_PREFIX))
                .useTransparentBounds(true)
                .useAnchoringBounds(false);
        if (!mark.find()) {
            return Optional.empty();
        }
        return Optional.of(
                new ArrowLine(line.substring(0, mark.start()), mark.group("out") != null, line.substring(mark.end())));
    }

    private String hex() {
        var remark = REMARK.matcher(payload).region(Math.max(0, payload.length() - MOST_REMARK), payload.length());
        return remark.find() ? payload.substring(0, remark.start()).strip() : payload.strip();
    }

    /// The command after the mark, of at least four bytes.
    Optional<Bytes> command() {
        return HexText.bytes(hex()).filter(bytes -> bytes.length() >= 4);
    }

    /// The answer after the mark, of at least two bytes; its status word may stand apart.
    Optional<Bytes> response() {
        String text = payload.strip();
        int label = text.lastIndexOf("SW");
        var apart = STATUS_APART.matcher(label < 0 ? "" : text.substring(label));
        var first = STATUS_FIRST.matcher(text);
        var bytes = STATUS_BYTES.matcher(text);
        if (apart.matches()) {
            return HexText.bytes(text.substring(0, label).replace("[]", ""))
                    .map(data -> data.plus(Bytes.hex(apart.group(1))));
        }
        if (first.matches()) {
            return HexText.bytes(first.group("data")).map(data -> data.plus(Bytes.hex(first.group("sw"))));
        }
        if (bytes.matches()) {
            return HexText.bytes(bytes.group("sw1") + bytes.group("sw2"));
        }
        String hex = text.startsWith("[]") ? text.substring(2).strip() : hex();
        return HexText.bytes(hex).filter(response -> response.length() >= 2);
    }

    /// Whether the data of the answer follow as a hex dump, as opensc-tool prints them.
    boolean dumpFollows() {
        var bytes = STATUS_BYTES.matcher(payload.strip());
        return bytes.matches() && !bytes.group("more").isEmpty();
    }

    /// Whether the line is full, so that more bytes may follow on lines without a mark, as scriptor prints them.
    boolean mayGoOn() {
        return !payload.contains(" : ") && payload.strip().length() == 47;
    }
}
