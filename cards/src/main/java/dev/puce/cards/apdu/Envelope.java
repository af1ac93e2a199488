package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.StatusWord;

/// Sends an extended command over T=0, which has only short ones. ENVELOPE commands (INS C2) carry the whole
/// command as data (ISO/IEC 7816-3:2006, 12.2, and ISO/IEC 7816-4:2020, 11.8.2). Short commands pass unchanged.
///
/// The card must respond 9000 to each part but the last. Any other response ends the sequence and is returned.
///
/// @param end how the card detects that the command is complete
public record Envelope(End end) implements Interceptor {
    /// How the card detects that the command is complete.
    public enum End {
        /// By the command's own length fields.
        BY_LENGTH,
        /// By another ENVELOPE without data.
        BY_EMPTY_ENVELOPE
    }

    private static final int INS = 0xC2;
    private static final int BLOCK = 255;

    /// Ends the command by its length fields.
    public Envelope() {
        this(End.BY_LENGTH);
    }

    @Override
    public Bytes intercept(Bytes command, Transmitter next) {
        boolean extended = command.length() > 5
                && command.get(4) == 0
                && CommandApdu.tryParse(command)
                        .filter(apdu -> apdu.lengths() == CommandApdu.Lengths.EXTENDED)
                        .isPresent();
        return extended ? send(command, next) : next.transmit(command);
    }

    private Bytes send(Bytes command, Transmitter next) {
        int cla = ResponseClass.INTERINDUSTRY.after(command.get(0));
        Bytes answer = Bytes.EMPTY;
        for (int offset = 0; offset < command.length(); offset += BLOCK) {
            Bytes part = command.slice(offset, Math.min(offset + BLOCK, command.length()));
            answer = next.transmit(CommandApdu.of(cla, INS, 0, 0, part).encode());
            boolean last = offset + BLOCK >= command.length();
            if ((!last || end == End.BY_EMPTY_ENVELOPE) && !answer.equals(StatusWord.OK.encode())) {
                return answer;
            }
        }
        return end == End.BY_EMPTY_ENVELOPE ? next.transmit(Bytes.of(cla, INS, 0, 0, 0)) : answer;
    }
}
