package dev.puce.service.card.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.StatusWord;
import java.util.Optional;

/// Reassembles chained commands (ISO/IEC 7816-4:2020, 5.3.3).
public final class CommandChain {
    private static final int MAX_DATA = 65535;
    private static final int CHAINING = 0x10;

    private CommandApdu first;
    private Bytes data = Bytes.EMPTY;

    /// No command yet.
    public CommandChain() {}

    /// Forgets the pieces that have come.
    public void reset() {
        first = null;
        data = Bytes.EMPTY;
    }

    /// Adds the next command.
    ///
    /// @param moreFollows whether the class byte of the command says that more parts follow
    /// @return the complete command after its last part
    public Optional<CommandApdu> add(CommandApdu piece, boolean moreFollows) throws RefusedException {
        if (first == null && !moreFollows) {
            return Optional.of(piece);
        }
        if (first != null && !isSame(piece)) {
            reset();
            throw new RefusedException(StatusWord.LAST_OF_CHAIN_EXPECTED);
        }
        if (data.length() + piece.data().length() > MAX_DATA) {
            reset();
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        first = piece;
        data = data.plus(piece.data());
        if (moreFollows) {
            return Optional.empty();
        }
        CommandApdu whole = piece.withData(data);
        reset();
        return Optional.of(whole);
    }

    private boolean isSame(CommandApdu piece) {
        return piece.ins() == first.ins()
                && piece.p1p2() == first.p1p2()
                && (piece.cla() | CHAINING) == (first.cla() | CHAINING);
    }
}
