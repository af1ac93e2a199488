package dev.puce.service.card.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;

/// Hands an answer over in the portions that the caller asks for; the rest waits for GET RESPONSE.
public final class ResponseChaining {
    /// What the card can do with a command in one exchange.
    public enum Mode {
        /// The answer comes at once: T=1, or a reader that does T=0's detours itself.
        DIRECT,
        /// As T=0 has it (ISO/IEC 7816-3:2006, 12.2): data after data come with GET RESPONSE, and a wrong Le is
        /// answered with the right one.
        GET_RESPONSE
    }

    private final Mode mode;
    private Bytes waiting = Bytes.EMPTY;

<<<<<<< HEAD:service/src/main/java/dev/puce/service/card/apdu/ResponseChaining.java
    public ResponseChaining(Mode mode) {
=======
    /// @param mode what the card can do in one exchange
    public Delivery(Mode mode) {
>>>>>>> 3f61847 (javacard: install applets as the Java Card environment does):service/src/main/java/dev/puce/service/card/apdu/Delivery.java
        this.mode = mode;
    }

    /// Forgets the rest of an answer.
    public void reset() {
        waiting = Bytes.EMPTY;
    }

    /// The first portion of an answer.
    public ResponseApdu begin(CommandApdu command, ResponseApdu answer) {
        waiting = Bytes.EMPTY;
        Bytes data = answer.data();
        if (data.isEmpty()) {
            return answer;
        }
        if (mode == Mode.DIRECT) {
            return portion(data, command.ne(), answer.status());
        }
        if (!command.data().isEmpty()) {
            waiting = data;
            return new ResponseApdu(StatusWord.moreAvailable(data.length()));
        }
        if (command.ne() > data.length() || command.ne() == 0) {
            // It may be asked for again with the right Le.
            return new ResponseApdu(StatusWord.wrongLe(Math.min(data.length(), CommandApdu.MAX_SHORT_NE)));
        }
        return portion(data, command.ne(), answer.status());
    }

    /// GET RESPONSE.
    public ResponseApdu next(CommandApdu command) {
        if (waiting.isEmpty()) {
            return new ResponseApdu(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        if (command.ne() == 0) {
            return new ResponseApdu(StatusWord.WRONG_LENGTH);
        }
        if (mode == Mode.GET_RESPONSE && command.ne() > waiting.length()) {
            return new ResponseApdu(StatusWord.wrongLe(waiting.length()));
        }
        return portion(waiting, command.ne(), StatusWord.OK);
    }

    private ResponseApdu portion(Bytes data, int ne, StatusWord status) {
        if (ne == 0) {
            return new ResponseApdu(status);
        }
        if (data.length() <= ne) {
            waiting = Bytes.EMPTY;
            return new ResponseApdu(data, status);
        }
        waiting = data.from(ne);
        return new ResponseApdu(data.slice(0, ne), StatusWord.moreAvailable(waiting.length()));
    }
}
