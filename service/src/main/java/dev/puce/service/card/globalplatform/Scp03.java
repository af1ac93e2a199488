package dev.puce.service.card.globalplatform;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.BlockCipher;
import dev.puce.service.card.keys.MessageAuthentication;

/// Secure channel protocol 03 with option 60: random card challenge, answers with MAC and encryption (Card
/// Specification, Amendment D).
final class Scp03 implements SecureChannel {
    /// Identifier and option.
    static final Bytes IDENTIFIER = Bytes.of(0x03, 0x60);

    private static final int MAC_LENGTH = 8;
    private static final int BLOCK = 16;
    private static final int CRYPTOGRAM_BITS = 64;
    private static final int LEVELS = C_MAC | C_ENCRYPTION | R_MAC | R_ENCRYPTION;
    private static final StatusWord CRYPTOGRAM_WRONG = new StatusWord(0x6300);

    private final Bytes greeting;
    private final BlockCipher encryption;
    private final Bytes macKey;
    private final Bytes answerMacKey;
    private final Bytes hostCryptogram;
    private final BlockCipher dek;
    private Bytes chain = Bytes.of(new byte[BLOCK]);
    private int level;
    private int counter;

    /// @param diversification 10 bytes about the card's keys
    /// @param cardChallenge   8 bytes
    Scp03(KeySet keys, Bytes diversification, Bytes hostChallenge, Bytes cardChallenge) {
        Bytes context = hostChallenge.plus(cardChallenge);
        int bits = keys.mac().length() * 8;
        this.encryption = BlockCipher.aes(KeySet.derive(keys.encryption(), 0x04, context, bits));
        this.macKey = KeySet.derive(keys.mac(), 0x06, context, bits);
        this.answerMacKey = KeySet.derive(keys.mac(), 0x07, context, bits);
        this.hostCryptogram = KeySet.derive(macKey, 0x01, context, CRYPTOGRAM_BITS);
        this.dek = BlockCipher.aes(keys.dek());
        this.greeting = diversification
                .plus(Bytes.of(keys.version()))
                .plus(IDENTIFIER)
                .plus(cardChallenge)
                .plus(KeySet.derive(macKey, 0x00, context, CRYPTOGRAM_BITS));
    }

    @Override
    public Bytes greeting() {
        return greeting;
    }

    @Override
    public void authenticate(CommandApdu command) throws RefusedException {
        Bytes data = command.data();
        if (data.length() != 2 * MAC_LENGTH || !data.startsWith(hostCryptogram)) {
            throw new RefusedException(CRYPTOGRAM_WRONG);
        }
        if (!data.from(MAC_LENGTH).equals(mac(command, hostCryptogram))) {
            throw new RefusedException(CRYPTOGRAM_WRONG);
        }
        boolean supported = (command.p1() & ~LEVELS) == 0
                && ((command.p1() & C_MAC) != 0 || command.p1() == 0)
                && ((command.p1() & R_ENCRYPTION) == 0 || (command.p1() & R_MAC) != 0);
        if (!supported) {
            throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        level = command.p1();
    }

    /// The MAC of a command as it was sent, 8 bytes; all 16 start the next one (6.2.4).
    private Bytes mac(CommandApdu command, Bytes data) {
        chain = MessageAuthentication.cmac(macKey, chain.plus(SecureChannel.macInput(command, data, MAC_LENGTH)));
        return chain.slice(0, MAC_LENGTH);
    }

    @Override
    public CommandApdu unwrap(CommandApdu command) throws RefusedException {
        if (level == 0) {
            return command;
        }
        Bytes data = command.data();
        if ((command.cla() & 0x04) == 0 || data.length() < MAC_LENGTH) {
            throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
        }
        Bytes content = data.slice(0, data.length() - MAC_LENGTH);
        if (!data.from(data.length() - MAC_LENGTH).equals(mac(command, content))) {
            throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
        }
        counter++;
        if ((level & C_ENCRYPTION) != 0 && !content.isEmpty()) {
            if (content.length() % BLOCK != 0) {
                throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
            }
            content = MessageAuthentication.unpad(encryption.decryptChain(vector(0x00), content));
        }
        return command.withData(content);
    }

    /// The encrypted counter of commands (6.2.6, 6.2.7).
    private Bytes vector(int first) {
        Bytes block = Bytes.of(first)
                .plus(Bytes.of(new byte[11]))
                .plus(Bytes.of(counter >> 24, counter >> 16, counter >> 8, counter));
        return encryption.encrypt(block);
    }

    /// An error has no data to encrypt, and a MAC only after a warning or success (6.2.5).
    @Override
    public ResponseApdu wrap(ResponseApdu answer) {
        boolean success = answer.status().isOk()
                || answer.status().sw1() == 0x62
                || answer.status().sw1() == 0x63;
        if ((level & R_MAC) == 0 || !success) {
            return answer;
        }
        Bytes data = answer.data();
        if ((level & R_ENCRYPTION) != 0 && !data.isEmpty()) {
            data = encryption.encryptChain(vector(0x80), MessageAuthentication.pad(data, BLOCK));
        }
        Bytes mac = MessageAuthentication.cmac(
                answerMacKey, chain.plus(data).plus(answer.status().encode()));
        return new ResponseApdu(data.plus(mac.slice(0, MAC_LENGTH)), answer.status());
    }

    @Override
    public Bytes decryptKey(Bytes encrypted) {
        return dek.decryptChain(dek.zeros(), encrypted);
    }
}
