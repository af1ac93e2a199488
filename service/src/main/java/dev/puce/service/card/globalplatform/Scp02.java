package dev.puce.service.card.globalplatform;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.BlockCipher;
import dev.puce.service.card.keys.MessageAuthentication;

/// Secure channel protocol 02 with option 15: three base keys, explicit start, encrypted MAC chain (Card Specification,
/// appendix E). Answers are not protected.
final class Scp02 implements SecureChannel {
    /// Identifier and option.
    static final Bytes IDENTIFIER = Bytes.of(0x02, 0x15);

    private static final int MAC_LENGTH = 8;
    private static final StatusWord CRYPTOGRAM_WRONG = new StatusWord(0x6300);
    private static final Bytes ZEROS = Bytes.of(new byte[8]);

    private final Bytes greeting;
    private final BlockCipher encryption;
    private final BlockCipher dek;
    private final Bytes macKey;
    private final Bytes hostCryptogram;
    private Bytes lastMac = Bytes.EMPTY;
    private int level;

    /// @param diversification 10 bytes about the card's keys
    /// @param counter         sequence counter, 2 bytes
    /// @param cardChallenge   6 bytes
    Scp02(KeySet keys, Bytes diversification, Bytes counter, Bytes hostChallenge, Bytes cardChallenge) {
        this.encryption = BlockCipher.tripleDes(derive(keys.encryption(), 0x0182, counter));
        this.macKey = derive(keys.mac(), 0x0101, counter);
        this.dek = BlockCipher.tripleDes(derive(keys.dek(), 0x0181, counter));
        Bytes own = counter.plus(cardChallenge);
        this.hostCryptogram = cryptogram(own.plus(hostChallenge));
        this.greeting = diversification
                .plus(Bytes.of(keys.version(), IDENTIFIER.get(0)))
                .plus(own)
                .plus(cryptogram(hostChallenge.plus(own)));
    }

    private static Bytes derive(Bytes key, int constant, Bytes counter) {
        Bytes data = Bytes.of(constant >> 8, constant & 0xFF).plus(counter).plus(Bytes.of(new byte[12]));
        return BlockCipher.tripleDes(key).encryptChain(ZEROS, data);
    }

    private Bytes cryptogram(Bytes challenges) {
        Bytes chain = encryption.encryptChain(ZEROS, MessageAuthentication.pad(challenges, 8));
        return chain.from(chain.length() - 8);
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
        if ((command.p1() & ~(C_MAC | C_ENCRYPTION)) != 0 || command.p1() == C_ENCRYPTION) {
            throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        level = command.p1();
    }

    /// The MAC of the command before it was encrypted; the last MAC, encrypted, starts the chain (E.4.4).
    private Bytes mac(CommandApdu command, Bytes data) {
        Bytes vector = lastMac.isEmpty()
                ? ZEROS
                : new BlockCipher(BlockCipher.Algorithm.DES, macKey.slice(0, 8)).encrypt(lastMac);
        Bytes input = MessageAuthentication.pad(SecureChannel.macInput(command, data, MAC_LENGTH), 8);
        lastMac = MessageAuthentication.retail(macKey, vector, input);
        return lastMac;
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
        if ((level & C_ENCRYPTION) != 0 && !content.isEmpty()) {
            if (content.length() % 8 != 0) {
                throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
            }
            content = MessageAuthentication.unpad(encryption.decryptChain(ZEROS, content));
        }
        if (!data.from(data.length() - MAC_LENGTH).equals(mac(command, content))) {
            throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
        }
        return command.withData(content);
    }

    @Override
    public ResponseApdu wrap(ResponseApdu answer) {
        return answer;
    }

    @Override
    public Bytes decryptKey(Bytes encrypted) {
        return dek.decrypt(encrypted);
    }
}
