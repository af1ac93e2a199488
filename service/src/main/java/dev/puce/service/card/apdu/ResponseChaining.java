package dev.puce.service.card.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;

/// Delivers a response in parts of the requested length; GET RESPONSE fetches the rest.
public final class ResponseChaining {
    /// How the card delivers response data.
    public enum Mode {
        /// At once: T=1, or a reader that handles T=0's extra steps itself.
        DIRECT,
        /// As in T=0 (ISO/IEC 7816-3:2006, 12.2): GET RESPONSE fetches data after a command with data. A wrong Le
        /// is answered with the correct one.
        GET_RESPONSE
    }

    private final Mode mode;
    private Bytes remaining = Bytes.EMPTY;

    /// @param mode how the card delivers response data
    public ResponseChaining(Mode mode) {
        this.mode = mode;
    }

    /// Forgets the rest of an answer.
    public void reset() {
        remaining = Bytes.EMPTY;
    }

    /// Returns the first part of a response.
    public ResponseApdu begin(CommandApdu command, ResponseApdu answer) {
        remaining = Bytes.EMPTY;
        Bytes data = answer.data();
        if (data.isEmpty()) {
            return answer;
        }
        if (mode == Mode.DIRECT) {
            return part(data, command.ne(), answer.status());
        }
        if (!command.data().isEmpty()) {
            remaining = data;
            return new ResponseApdu(StatusWord.moreAvailable(data.length()));
        }
        if (command.ne() > data.length() || command.ne() == 0) {
            // The command can be repeated with the correct Le.
            return new ResponseApdu(StatusWord.wrongLe(Math.min(data.length(), CommandApdu.MAX_SHORT_NE)));
        }
        return part(data, command.ne(), answer.status());
    }

    /// Handles GET RESPONSE. Without Le, it means 256 bytes: ykman 5.6 sends it so, and T=0 sends it as P3 = 00
    /// (ISO/IEC 7816-3:2006, 12.2.2).
    public ResponseApdu next(CommandApdu command) {
        if (remaining.isEmpty()) {
            return new ResponseApdu(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        int ne = command.ne() == 0 ? CommandApdu.MAX_SHORT_NE : command.ne();
        if (mode == Mode.GET_RESPONSE && ne > remaining.length()) {
            return new ResponseApdu(StatusWord.wrongLe(remaining.length()));
        }
        return part(remaining, ne, StatusWord.OK);
    }

    private ResponseApdu part(Bytes data, int ne, StatusWord status) {
        if (ne == 0) {
            return new ResponseApdu(status);
        }
        if (data.length() <= ne) {
            remaining = Bytes.EMPTY;
            return new ResponseApdu(data, status);
        }
        remaining = data.from(ne);
        return new ResponseApdu(data.slice(0, ne), StatusWord.moreAvailable(remaining.length()));
    }
}
