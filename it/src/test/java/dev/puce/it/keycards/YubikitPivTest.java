package dev.puce.it.keycards;

import static org.assertj.core.api.Assertions.assertThat;

import com.yubico.yubikit.piv.KeyType;
import com.yubico.yubikit.piv.ManagementKeyType;
import com.yubico.yubikit.piv.PinPolicy;
import com.yubico.yubikit.piv.PivSession;
import com.yubico.yubikit.piv.Slot;
import com.yubico.yubikit.piv.TouchPolicy;
import dev.puce.iso7816.Bytes;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.kind.CardKinds;
import java.security.MessageDigest;
import java.security.Signature;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Yubico's library, unmodified, with the PIV card.
class YubikitPivTest {
    private static final byte[] MANAGEMENT_KEY =
            Bytes.hex("010203040506070801020304050607080102030405060708").toArray();

    private VirtualCard card;
    private PivSession session;

    @BeforeEach
    void open() throws Exception {
        card = CardKinds.make("piv");
        card.powerOn();
        session = new PivSession(new CardConnection(card));
    }

    @Test
    void generates_a_key_and_reads_its_metadata() throws Exception {
        session.authenticate(MANAGEMENT_KEY);
        var key = session.generateKey(Slot.SIGNATURE, KeyType.ECCP384, PinPolicy.ONCE, TouchPolicy.NEVER);
        var metadata = session.getSlotMetadata(Slot.SIGNATURE);
        assertThat(metadata.getKeyType()).isEqualTo(KeyType.ECCP384);
        assertThat(metadata.getPinPolicy()).isEqualTo(PinPolicy.ONCE);
        assertThat(metadata.isGenerated()).isTrue();
        assertThat(metadata.getPublicKeyValues().getEncoded()).isEqualTo(key.getEncoded());
        session.verifyPin("123456".toCharArray());
        byte[] hash = MessageDigest.getInstance("SHA-384").digest(new byte[] {1, 2, 3});
        byte[] signed = session.rawSignOrDecrypt(Slot.SIGNATURE, KeyType.ECCP384, hash);
        var verifier = Signature.getInstance("SHA384withECDSA");
        verifier.initVerify(key.toPublicKey());
        verifier.update(new byte[] {1, 2, 3});
        assertThat(verifier.verify(signed)).isTrue();
    }

    @Test
    void sets_an_aes_management_key() throws Exception {
        session.authenticate(MANAGEMENT_KEY);
        session.setManagementKey(ManagementKeyType.AES256, new byte[32], false);
        session = new PivSession(new CardConnection(card));
        assertThat(session.getManagementKeyType()).isEqualTo(ManagementKeyType.AES256);
        assertThat(session.getManagementKeyMetadata().isDefaultValue()).isFalse();
        session.authenticate(new byte[32]);
        session.moveKey(Slot.AUTHENTICATION, Slot.RETIRED1);
        assertThat(session.getSlotMetadata(Slot.RETIRED1).getKeyType()).isEqualTo(KeyType.ECCP256);
        session.deleteKey(Slot.RETIRED1);
    }

    @Test
    void resets_the_card() throws Exception {
        session.reset();
        assertThat(session.getPinMetadata().isDefaultValue()).isTrue();
        assertThat(session.getPinAttempts()).isEqualTo(3);
    }
}
