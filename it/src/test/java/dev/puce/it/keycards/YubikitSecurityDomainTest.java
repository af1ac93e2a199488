package dev.puce.it.keycards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.yubico.yubikit.core.smartcard.ApduException;
import com.yubico.yubikit.core.smartcard.scp.KeyRef;
import com.yubico.yubikit.core.smartcard.scp.Scp03KeyParams;
import com.yubico.yubikit.core.smartcard.scp.ScpKid;
import com.yubico.yubikit.core.smartcard.scp.SecurityDomainSession;
import com.yubico.yubikit.core.smartcard.scp.StaticKeys;
import dev.puce.iso7816.Bytes;
import dev.puce.service.card.CardKinds;
import dev.puce.service.card.VirtualCard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The secure channel SCP03 of Yubico's library, unmodified, with the security domain.
class YubikitSecurityDomainTest {
    private static final KeyRef TEST_KEYS = new KeyRef(ScpKid.SCP03, (byte) 0x30);

    private VirtualCard card;

    @BeforeEach
    void power() throws Exception {
        card = CardKinds.make("globalplatform");
        card.powerOn();
    }

    private SecurityDomainSession open(KeyRef reference, StaticKeys keys) throws Exception {
        return new SecurityDomainSession(new CardConnection(card), new Scp03KeyParams(reference, keys));
    }

    @Test
    void test_keys_open_a_channel_with_encrypted_answers() throws Exception {
        var session = open(TEST_KEYS, StaticKeys.getDefaultKeys());
        assertThat(session.getCardRecognitionData()).startsWith((byte) 0x06, (byte) 0x07);
        assertThat(session.getKeyInformation()).containsKey(TEST_KEYS);
    }

    @Test
    void new_keys_replace_the_test_keys() throws Exception {
        byte[] key = Bytes.hex("000102030405060708090A0B0C0D0E0F").toArray();
        var keys = new StaticKeys(key, key, key);
        var reference = new KeyRef(ScpKid.SCP03, (byte) 0x31);
        open(TEST_KEYS, StaticKeys.getDefaultKeys()).putKey(reference, keys, 0x30);
        assertThat(open(reference, keys).getKeyInformation())
                .containsKey(reference)
                .doesNotContainKey(TEST_KEYS);
        assertThatThrownBy(() -> open(TEST_KEYS, StaticKeys.getDefaultKeys())).isInstanceOf(ApduException.class);
    }
}
