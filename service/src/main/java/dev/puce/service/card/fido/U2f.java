package dev.puce.service.card.fido;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.memory.CardMemory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/// The commands of FIDO U2F (Raw Message Formats, 4 to 6).
final class U2f {
    /// The answer to VERSION, and to SELECT.
    static final Bytes VERSION = Bytes.ofText("U2F_V2", StandardCharsets.US_ASCII);

    private static final int HASH = 32;
    private static final int CHECK_ONLY = 0x07;
    private static final int WITH_PRESENCE = 0x03;
    private static final int WITHOUT_PRESENCE = 0x08;

    private final Credentials credentials;
    private final CardMemory memory;

    U2f(Credentials credentials, CardMemory memory) {
        this.credentials = credentials;
        this.memory = memory;
    }

    /// REGISTER: challenge and application, 32 bytes each.
    ResponseApdu register(CommandApdu command) throws RefusedException {
        Bytes data = command.data();
        if (data.length() != 2 * HASH) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        Bytes challenge = data.slice(0, HASH);
        Bytes application = data.from(HASH);
        var created = credentials.create(application);
        Bytes publicKey = created.key().rawPublicKey();
        Bytes signed =
                Bytes.of(0).plus(application).plus(challenge).plus(created.id()).plus(publicKey);
        Bytes answer = Bytes.of(5)
                .plus(publicKey)
                .plus(Bytes.of(created.id().length()))
                .plus(created.id())
                .plus(memory.getOrEmpty(FidoPersonalization.ATTESTATION_CERTIFICATE))
                .plus(sign(attestationKey(), signed));
        return new ResponseApdu(answer, StatusWord.OK);
    }

    private CardKey attestationKey() {
        try {
            return CardKey.decode(memory.getOrEmpty(FidoPersonalization.ATTESTATION_KEY));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the memory of the card has no attestation key", e);
        }
    }

    /// AUTHENTICATE: challenge, application, and a key handle with its length before it.
    ResponseApdu authenticate(CommandApdu command) throws RefusedException {
        Bytes data = command.data();
        int handleAt = 2 * HASH + 1;
        if (data.length() < handleAt || data.length() != handleAt + data.get(handleAt - 1)) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        Bytes application = data.slice(HASH, 2 * HASH);
        CardKey key = credentials
                .find(application, data.from(handleAt))
                .orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
        Bytes presence = switch (command.p1()) {
            case CHECK_ONLY -> throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED); // the handle is known
            case WITH_PRESENCE -> Bytes.of(1);
            case WITHOUT_PRESENCE -> Bytes.of(0);
            default -> throw new RefusedException(StatusWord.WRONG_P1_P2);
        };
        Bytes counted = presence.plus(credentials.count());
        Bytes signature = sign(key, application.plus(counted).plus(data.slice(0, HASH)));
        return new ResponseApdu(counted.plus(signature), StatusWord.OK);
    }

    private static Bytes sign(CardKey key, Bytes message) {
        try {
            return key.sign("SHA256withECDSA", message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot sign on P-256", e);
        }
    }
}
