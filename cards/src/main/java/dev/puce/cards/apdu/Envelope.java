package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.StatusWord;

/// Sends an extended command over T=0, which has only short ones: the whole command travels as data of ENVELOPE
/// commands (INS C2; ISO/IEC 7816-3:2006, 12.2; ISO/IEC 7816-4:2020, 11.8.2). Short commands pass as they are.
///
/// The card must answer 9000 to each part but the last; anything else ends it and is the answer.
///
/// @param end how the card learns that the command is complete
public record Envelope(End end) implements Interceptor {
    /// How the card learns that the command is complete.
    public enum End {
        /// By its own length fields.
        BY_LENGTH,
        /// By a further ENVELOPE without data.
        BY_EMPTY_ENVELOPE
    }

    private static final int INS = 0xC2;
    private static final int BLOCK = 255;

    /// The command is complete when its length says so.
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
        for (int at = 0; at < command.length(); at += BLOCK) {
            Bytes part = command.slice(at, Math.min(at + BLOCK, command.length()));
            answer = next.transmit(CommandApdu.of(cla, INS, 0, 0, part).encode());
            boolean last = at + BLOCK >= command.length();
            if ((!last || end == End.BY_EMPTY_ENVELOPE) && !answer.equals(StatusWord.OK.encode())) {
                return answer;
            }
        }
        return end == End.BY_EMPTY_ENVELOPE ? next.transmit(Bytes.of(cla, INS, 0, 0, 0)) : answer;
    }
}
