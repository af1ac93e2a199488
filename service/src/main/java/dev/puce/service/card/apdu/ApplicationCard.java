package dev.puce.service.card.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.memory.CardMemory;
import java.io.IOException;

/// A card for T=1 with one application. It joins chained commands, splits long answers for GET RESPONSE, and stores the
/// card's memory after each command.
public final class ApplicationCard implements VirtualCard {
    private static final System.Logger LOG = System.getLogger(ApplicationCard.class.getName());
    private static final StatusWord MEMORY_FAILURE = new StatusWord(0x6581);
    private static final int GET_RESPONSE = 0xC0;

    private final Bytes atr;
    private final CardApplication application;
    private final CardMemory memory;
    private final CommandChain chain = new CommandChain();
    private final ResponseChaining delivery = new ResponseChaining(ResponseChaining.Mode.DIRECT);

    /// @param atr         answer to a reset
    /// @param application application that answers the commands
    /// @param memory      memory that the application changes
    public ApplicationCard(Bytes atr, CardApplication application, CardMemory memory) {
        this.atr = atr;
        this.application = application;
        this.memory = memory;
    }

    @Override
    public Bytes powerOn() {
        return reset();
    }

    @Override
    public void powerOff() {
        reset();
    }

    @Override
    public Bytes reset() {
        chain.reset();
        delivery.reset();
        application.reset();
        return atr;
    }

    @Override
    public Bytes transmit(Bytes bytes) {
        return CommandApdu.tryParse(bytes)
                .map(this::answer)
                .orElse(new ResponseApdu(StatusWord.WRONG_LENGTH))
                .encode();
    }

    private ResponseApdu answer(CommandApdu piece) {
        if (piece.ins() == GET_RESPONSE) {
            return delivery.next(piece);
        }
        delivery.reset();
        ResponseApdu answer;
        try {
            var whole = chain.add(piece, application.isChained(piece));
            answer = whole.isEmpty()
                    ? new ResponseApdu(StatusWord.OK)
                    : deliver(whole.get(), application.answer(whole.get()));
        } catch (RefusedException refused) {
            answer = new ResponseApdu(refused.status()); // changes the memory, too: a wrong PIN counts
        }
        return stored(answer);
    }

    /// A command without Le gets its answer anyway, up to 256 bytes at a time: clients written for T=0 cards
    /// leave Le out.
    private ResponseApdu deliver(CommandApdu command, ResponseApdu answer) {
        boolean leftOut = command.ne() == 0 && !answer.data().isEmpty();
        return delivery.begin(leftOut ? command.withNe(CommandApdu.MAX_SHORT_NE) : command, answer);
    }

    private ResponseApdu stored(ResponseApdu answer) {
        try {
            memory.save();
            return answer;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, e.getMessage());
            delivery.reset();
            return new ResponseApdu(MEMORY_FAILURE);
        }
    }
}
