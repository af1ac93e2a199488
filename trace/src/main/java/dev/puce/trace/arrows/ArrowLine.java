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

    /// Mails and terminals wrap lines of 72 characters and more.
    private static final int SHORTEST_WRAPPED = 60;

    /// Characters with which a mark starts.
    private static final String STARTS = "-<=>ACIORSTcrst\u2190\u2192";

    /// A mark, and what may follow it.
    private static final Pattern MARK = Pattern.compile(
            "(?:(?<out>>{1,4}|-{1,3}>|={1,2}>|\u2192|APDU ?(?:->|=>|>>|:)|SEND:|[Ss]ending:|[Ss]end:|SENT:|[Ss]ent:|SND:"
                    + "|[Tt]ransmitted:|[Rr]eq(?:uest)?:|C-?APDU ?:?|[Cc]ommand APDU:?|[Cc]ommand:|CMD:|cmd:|TX ?:?|Tx ?:?"
                    + "|Outgoing APDU:)"
                    + "|(?<in><{1,4}|<-{1,3}|<={1,2}|\u2190|APDU ?(?:<-|<=|<<)|SW:|RECV:|[Rr]eceived:?|[Rr]ecv:|RCV:|[Rr]cv:"
                    + "|[Rr]esp(?:onse)?:|R-?APDU ?:?|[Rr]esponse APDU:?|RSP:|rsp:|RX ?:?|Rx ?:?|Incoming APDU:))"
                    + "(?= |\\t|$|\\[|\\(|[0-9A-Fa-f]{4})");

    private static final Pattern DUMP_FOLLOWS = Pattern.compile("^\\(SW1=0x[0-9A-Fa-f]{2}, SW2=0x[0-9A-Fa-f]{2}\\):$");

    static Optional<ArrowLine> of(String line) {
        int most = Math.min(line.length(), MOST_PREFIX);
        for (int at = 0; at < most; at++) {
            if ((at == 0 || isBoundary(line.charAt(at - 1))) && STARTS.indexOf(line.charAt(at)) >= 0) {
                var mark = MARK.matcher(line)
                        .region(at, most)
                        .useTransparentBounds(true)
                        .useAnchoringBounds(false);
                if (mark.lookingAt()) {
                    return Optional.of(new ArrowLine(
                            line.substring(0, at), mark.group("out") != null, line.substring(mark.end())));
                }
            }
        }
        return Optional.empty();
    }

    /// Whether a mark may follow the character.
    private static boolean isBoundary(char c) {
        return c == ' ' || c == '\t' || c == ']' || c == ':' || c == '|';
    }

    /// The command after the mark, of at least four bytes.
    Optional<Bytes> command() {
        return ArrowBytes.command(payload.strip());
    }

    /// The answer after the mark, of at least two bytes; its status word may stand apart.
    Optional<Bytes> response() {
        return ArrowBytes.response(payload.strip());
    }

    /// Whether the data of the answer follow as a hex dump, as opensc-tool prints them.
    boolean dumpFollows() {
        return DUMP_FOLLOWS.matcher(payload.strip()).matches();
    }

    /// Whether the line is full, so that more bytes of the answer may follow on lines without a mark: scriptor prints
    /// 16 bytes on a line, and mails wrap long lines.
    boolean mayGoOn() {
        return (isLong() || payload.strip().length() == 47)
                && HexText.bytes(payload.strip()).isPresent();
    }

    /// The digits of the command if more of them may be on the next line; empty otherwise.
    String wrappedDigits() {
        String digits = isLong() ? ArrowBytes.withoutLength(payload.strip()) : "";
        return WrappedCommand.mayGoOn(digits) ? digits : "";
    }

    private boolean isLong() {
        return prefix.length() + payload.length() >= SHORTEST_WRAPPED;
    }
}
