package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Feature;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Knows which commands carry secrets, and from which byte on.
///
/// Secret are the data fields of
///
/// - VERIFY, CHANGE REFERENCE DATA, ENABLE and DISABLE VERIFICATION REQUIREMENT and RESET RETRY COUNTER (ISO/IEC
///   7816-4, INS 20, 21, 24, 25, 26, 28, 2C, 2D). They are secret in every class: other channels, chained, under
///   secure messaging, of GSM (A0), of a reader (FF);
/// - EXTERNAL and MUTUAL AUTHENTICATE (INS 82), with CLA FF the LOAD KEYS of PC/SC part 3;
/// - PUT KEY (GlobalPlatform, INS D8);
/// - ENVELOPE (INS C2, C3) with one of them inside, through to its end;
///
/// and the command inside the PIN structures of PC/SC part 10. Control codes of features are learnt from the
/// reader's answer to `CM_IOCTL_GET_FEATURE_REQUEST`; those that libccid always uses are known before.
///
/// A program may send the header of such a command alone, and its data after the card's procedure byte, as
/// ISO/IEC 7816-3, 10.3.3 does below the API. Then the data that follow are secret as a whole.
///
/// Keeps a little state for each card handle, of which it forgets the oldest: one object for each stream of calls.
public final class Secrets {
    private static final int MAX_HANDLES = 1 << 12;
    private static final int HEADER = 4; // CLA INS P1 P2

    /// libccid numbers its control codes for features from here on.
    private static final int LIBCCID_FEATURES = 0x330000;

    private final Map<Long, Continuation> continuations = new LinkedHashMap<>();
    private final Map<Integer, Feature> features = new HashMap<>();

    /// Knows nothing yet of the cards and readers.
    public Secrets() {}

    /// The command that the next one on a card handle continues.
    ///
    /// @param procedure     INS of a header whose data may follow, -1 if none
    /// @param dataExpected  the card asked for the data with a procedure byte
    /// @param envelopeBytes bytes of an enveloped secret command that are still to come
    private record Continuation(int procedure, boolean dataExpected, int envelopeBytes) {}

    /// Where the secret in a byte string begins.
    ///
    /// @param at       the bytes before may be seen in any case
    /// @param atLength the bytes before may be seen if the length may be seen
    public record Cut(int at, int atLength) {
        /// Nothing is secret.
        public static final Cut NONE = new Cut(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /// Where the secret in a command APDU begins.
    public Cut command(long card, Bytes command) {
        var before = continuations.isEmpty() ? null : continuations.remove(card);
        if (before != null && before.dataExpected) {
            continuations.put(card, before);
            return new Cut(0, 0);
        }
        int length = command.length();
        if (length <= HEADER) {
            return Cut.NONE;
        }
        int ins = command.get(1);
        if (isEnvelope(ins) && command.get(0) < 0x80) {
            return envelope(card, command, before == null ? 0 : before.envelopeBytes);
        }
        if (!isSecret(ins) || hasOnlyLe(command, 0)) {
            return Cut.NONE;
        }
        if (length == HEADER + 1) {
            remember(card, new Continuation(ins, false, 0));
        }
        return cut(command, 0);
    }

    /// Takes note of what the card answered to the command before.
    public void response(long card, Bytes response) {
        if (continuations.isEmpty()) {
            return;
        }
        var continuation = continuations.get(card);
        if (continuation == null || continuation.procedure < 0) {
            return;
        }
        boolean more = response.length() == 1
                && (continuation.dataExpected || isProcedureByte(response.get(0), continuation.procedure));
        if (more) {
            continuations.put(card, new Continuation(continuation.procedure, true, 0));
        } else {
            continuations.remove(card);
        }
    }

    /// Where the secret in the bytes for a driver begins.
    public Cut control(ControlCode code, Bytes sent) {
        var feature = feature(code);
        if (feature == null) {
            boolean pseudoCommand = sent.length() > HEADER && sent.get(0) == 0xFF && isSecret(sent.get(1));
            return pseudoCommand ? cut(sent, 0) : Cut.NONE;
        }
        return switch (feature.tag()) {
            case 0x01, 0x06 -> pinStructure(sent, 15); // PIN_VERIFY_STRUCTURE: ulDataLength, abData
            case 0x03, 0x07 -> pinStructure(sent, 20); // PIN_MODIFY_STRUCTURE: ulDataLength, abData
            case 0x0D, 0x0E -> new Cut(0, 0); // the same with fields of an application in front
            default -> Cut.NONE;
        };
    }

    /// Learns control codes from what a driver answered.
    public void controlAnswer(ControlCode code, Bytes answer) {
        if (code.function().orElse(-1) != ControlCode.GET_FEATURE_REQUEST) {
            return;
        }
        for (int at = 0; at + 6 <= answer.length() && answer.get(at + 1) == 4; at += 6) {
            int number = answer.slice(at + 2, at + 6).asBuffer().getInt();
            features.put(number, new Feature(answer.get(at)));
        }
    }

    /// The feature that the reader uses the code for, or null.
    private Feature feature(ControlCode code) {
        var learnt = features.get(code.value());
        if (learnt != null) {
            return learnt;
        }
        int function = code.function().orElse(0);
        return (function & ~0xFF) == LIBCCID_FEATURES ? new Feature(function & 0xFF) : null;
    }

    private static Cut pinStructure(Bytes sent, int lengthAt) {
        int commandAt = lengthAt + 4;
        if (sent.length() <= lengthAt) {
            return Cut.NONE;
        }
        return new Cut(
                lengthAt,
                sent.length() > commandAt + HEADER
                        ? cut(sent, commandAt).atLength
                        : Math.min(commandAt, sent.length()));
    }

    private Cut envelope(long card, Bytes command, int expected) {
        int dataAt = dataAt(command, 0);
        int data = command.length() - dataAt;
        if (data <= 0) {
            return Cut.NONE;
        }
        int total = expected;
        if (expected == 0) {
            if (data < 2 || !isSecret(command.get(dataAt + 1))) {
                return Cut.NONE;
            }
            total = data <= HEADER ? Integer.MAX_VALUE : commandLength(command, dataAt);
        }
        if (total > data) {
            remember(card, new Continuation(-1, false, total == Integer.MAX_VALUE ? total : total - data));
        }
        return cut(command, 0);
    }

    /// Length of the command that begins at `start`, without Le, as its own Lc says.
    private static int commandLength(Bytes bytes, int start) {
        int lc = bytes.get(start + HEADER);
        boolean extended = lc == 0 && bytes.length() > start + HEADER + 2;
        return extended
                ? HEADER + 3 + ((bytes.get(start + HEADER + 1) << 8) | bytes.get(start + HEADER + 2))
                : HEADER + 1 + lc;
    }

    /// Cuts the command that begins at `start` after its header, or after its Lc if that is one. A program that
    /// forgot Lc would otherwise show the first digit of the PIN there.
    private static Cut cut(Bytes bytes, int start) {
        int header = start + HEADER;
        int dataAt = dataAt(bytes, start);
        int data = bytes.length() - dataAt;
        int lc = commandLength(bytes, start) - (dataAt - start);
        int le = dataAt - header == 1 ? 1 : 2;
        return new Cut(header, data == lc || data == lc + le ? dataAt : header);
    }

    /// Where the data of the command that begins at `start` would begin: behind a short or an extended Lc.
    private static int dataAt(Bytes bytes, int start) {
        int lcAt = start + HEADER;
        boolean extended = bytes.length() > lcAt + 3 && bytes.get(lcAt) == 0;
        return Math.min(extended ? lcAt + 3 : lcAt + 1, bytes.length());
    }

    /// Whether nothing but an Le of zeros comes after the header: a question for the number of tries left, say.
    private static boolean hasOnlyLe(Bytes bytes, int start) {
        int after = start + HEADER;
        if (bytes.length() - after > 3) {
            return false;
        }
        for (int i = after; i < bytes.length(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSecret(int ins) {
        return switch (ins) {
            case 0x20, 0x21, 0x24, 0x25, 0x26, 0x28, 0x2C, 0x2D, 0x82, 0xD8 -> true;
            default -> false;
        };
    }

    private static boolean isEnvelope(int ins) {
        return ins == 0xC2 || ins == 0xC3;
    }

    /// ISO/IEC 7816-3, 10.3.3: NULL, or INS as it is or inverted.
    private static boolean isProcedureByte(int b, int ins) {
        return b == 0x60 || b == ins || b == (ins ^ 0xFF);
    }

    private void remember(long card, Continuation continuation) {
        if (continuations.size() >= MAX_HANDLES) {
            var oldest = continuations.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        continuations.put(card, continuation);
    }
}
