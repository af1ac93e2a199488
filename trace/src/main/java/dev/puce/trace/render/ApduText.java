package dev.puce.trace.render;

import dev.puce.decode.CardSession;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.iso7816.StatusWord;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Result;
import dev.puce.trace.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A command and its answer in words, then their bytes.
///
/// Traffic repeats itself: descriptions of short commands are kept for a while.
final class ApduText {
    private static final byte[] ARROW = utf8(" → ");
    private static final byte[] BYTE = utf8(" byte, ");
    private static final byte[] BYTES = utf8(" bytes, ");
    private static final byte[] THEN_RECEIVED = utf8(" > ");
    private static final byte[] NOTHING = {};
    private static final int MAX_BYTES_SHOWN = 32;
    private static final int KEPT = 1 << 15;
    private static final int MAX_KEPT_LENGTH = 64;

    private final byte[] error;
    private final byte[] faint;
    private final byte[] normal;
    private final Map<Integer, byte[]> statusWords = new HashMap<>();

    /// The latest command of each hash value, with its description.
    private final Described[] kept = new Described[KEPT];

    /// A description in UTF-8.
    private static final class Described {
        final Bytes command;
        final byte[] text;

        Described(Bytes command) {
            this.command = command;
            text = utf8(words(command, false));
        }
    }

    ApduText(Palette palette) {
        error = utf8(palette.error());
        faint = utf8(palette.faint());
        normal = utf8(palette.normal());
    }

    void append(TextBuffer out, Call.Transmit transmit, Result result) {
        var command = transmit.sendBuffer();
        if (transmit.hidden().isPresent()) {
            out.append(describeHeader(command));
        } else {
            describe(out, command);
        }
        if (result instanceof Result.Transmit(var _, var response, var _) && response.length() >= 2) {
            out.append(ARROW);
            if (response.length() > 2) {
                out.decimal(response.length() - 2).append(response.length() == 3 ? BYTE : BYTES);
            }
            status(out, response);
        }
        out.repeat(' ', 3).append(faint);
        bytes(out, transmit, result);
        out.append(normal);
    }

    /// Appends the bytes of a command and its answer.
    static void bytes(TextBuffer out, Call.Transmit transmit, Result result) {
        bytes(out, transmit.sendBuffer());
        transmit.hidden().ifPresent(hidden -> out.append(' ').append(hidden.toString()));
        if (result instanceof Result.Transmit(var _, var response, var hidden)
                && (!response.isEmpty() || hidden.isPresent())) {
            out.append(THEN_RECEIVED);
            answer(out, response, hidden);
        }
    }

    private void describe(TextBuffer out, Bytes command) {
        if (command.length() > MAX_KEPT_LENGTH) {
            out.append(words(command, false));
            return;
        }
        // The factor (2^32 divided by the golden ratio) spreads commands that differ in few bits.
        int slot = (command.hashCode() * 0x9E3779B9) >>> 17;
        if (kept[slot] == null || !kept[slot].command.equals(command)) {
            kept[slot] = new Described(command);
        }
        out.append(kept[slot].text);
    }

    /// The known part of a command whose data are hidden.
    private static String describeHeader(Bytes command) {
        if (command.length() < 4) {
            return "data of the command before";
        }
        return words(command, true);
    }

    private void status(TextBuffer out, Bytes response) {
        var status = StatusWord.of(response.get(response.length() - 2), response.get(response.length() - 1));
        boolean bad = status.category() != StatusWord.Category.NORMAL;
        out.append(bad ? error : NOTHING);
        out.append(statusWords.computeIfAbsent(status.value(), _ -> utf8(status.describe())));
        out.append(bad ? normal : NOTHING);
    }

    private static String words(Bytes command, boolean hidden) {
        return Printable.of(CardSession.words(command, hidden));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Appends an answer: in the place of its data what redaction left of them, then its other bytes.
    static void answer(TextBuffer out, Bytes visible, Optional<Hidden> hidden) {
        hidden.ifPresent(data -> out.append(data.toString()).append(visible.isEmpty() ? "" : " "));
        bytes(out, visible);
    }

    /// Appends the bytes in hex; of many the first ones and their number.
    static void bytes(TextBuffer out, Bytes bytes) {
        if (bytes.length() <= MAX_BYTES_SHOWN) {
            out.spacedHex(bytes, 0, bytes.length());
        } else {
            out.spacedHex(bytes, 0, MAX_BYTES_SHOWN - 8);
            out.append(" … (").decimal(bytes.length()).append(" bytes)");
        }
    }
}
