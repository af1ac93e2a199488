package dev.puce.trace.arrows;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.trace.source.HexText;
import dev.puce.trace.source.LoggerPrefix;
import dev.puce.trace.source.Origin;
import java.util.Optional;

/// A command that a mail or a terminal has wrapped: its next bytes are on a line without a mark.
///
/// A line of hex belongs to the command only if the command's length fields expect it.
///
/// @param prefix the text before the mark of its first line
/// @param number number of its first line
/// @param digits its hex so far; the last byte may be cut
record WrappedCommand(Origin origin, long nanos, String prefix, long number, String digits) {
    /// CLA, INS, P1, P2 and Lc.
    private static final int SHORT_HEADER = 5;

    /// The same with an Lc of three bytes.
    private static final int EXTENDED_HEADER = 7;

    /// Whether the bytes of a command may go on on the next line.
    static boolean mayGoOn(String digits) {
        return wholeBytes(digits).filter(WrappedCommand::mayGoOn).isPresent();
    }

    private static boolean mayGoOn(Bytes bytes) {
        var whole = CommandApdu.tryParse(bytes);
        return whole.isPresent() ? lacksLe(whole.get()) : isCut(bytes);
    }

    /// The command with the bytes of the next line, if it expects them.
    Optional<WrappedCommand> with(String line) {
        return joined(line).or(() -> joined(LoggerPrefix.remove(prefix, line)));
    }

    private Optional<WrappedCommand> joined(String line) {
        String joined = digits + line.strip();
        return wholeBytes(joined)
                .filter(_ -> !line.isBlank())
                .filter(bytes -> isCut(bytes) || CommandApdu.tryParse(bytes).isPresent())
                .map(_ -> new WrappedCommand(origin, nanos, prefix, number, joined));
    }

    /// The bytes; empty if the last one is cut.
    Optional<Bytes> bytes() {
        return HexText.bytes(digits);
    }

    /// The bytes without a last one that is cut.
    private static Optional<Bytes> wholeBytes(String digits) {
        var bytes = HexText.bytes(digits);
        return bytes.isPresent() || digits.isEmpty() ? bytes : HexText.bytes(digits.substring(0, digits.length() - 1));
    }

    /// Whether Lc announces more bytes.
    private static boolean isCut(Bytes bytes) {
        int length = bytes.length();
        if (length <= SHORT_HEADER) {
            return false;
        }
        int lc = bytes.get(SHORT_HEADER - 1);
        if (lc > 0) {
            return length < SHORT_HEADER + lc;
        }
        return length < EXTENDED_HEADER
                || length < EXTENDED_HEADER + (bytes.get(SHORT_HEADER) << 8 | bytes.get(SHORT_HEADER + 1));
    }

    private static boolean lacksLe(CommandApdu command) {
        return !command.data().isEmpty() && command.ne() == 0;
    }
}
