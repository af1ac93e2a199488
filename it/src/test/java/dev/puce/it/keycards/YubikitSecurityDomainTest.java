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
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.kind.CardKinds;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The secure channel SCP03 of Yubico's library, unmodified, with the security domain.
class YubikitSecurityDomainTest {
    private static final KeyRef TEST_KEYS = new KeyRef(ScpKid.SCP03, (byte) 0x30);

    private VirtualCard card;

    /// The library takes AES-CMAC from a provider; the JDK has none.
    @BeforeAll
    static void add_provider() {
        Security.addProvider(new BouncyCastleProvider());
    }

    @AfterAll
    static void remove_provider() {
        Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
    }

    @BeforeEach
    void power() throws Exception {
        card = CardKinds.make("globalplatform");
        card.powerOn();
    }

    private SecurityDomainSession open(KeyRef reference, StaticKeys keys) throws Exception {
        var session = new SecurityDomainSession(new CardConnection(card));
        session.authenticate(new Scp03KeyParams(reference, keys));
        return session;
    }

    @Test
    void test_keys_open_a_channel_with_encrypted_answers() throws Exception {
        var session = open(TEST_KEYS, StaticKeys.getDefaultKeys());
        assertThat(session.getData((short) 0x66, null)).startsWith(0x66);
        assertThat(keys(session)).contains("C0 04 01 30 88 10", "C0 04 01 20 80 10");
    }

    @Test
    void new_keys_replace_the_test_keys() throws Exception {
        byte[] key = Bytes.hex("000102030405060708090A0B0C0D0E0F").toArray();
        var keys = new StaticKeys(key, key, key);
        var reference = new KeyRef(ScpKid.SCP03, (byte) 0x31);
        open(TEST_KEYS, StaticKeys.getDefaultKeys()).putKey(reference, keys, 0x30);
        assertThat(keys(open(reference, keys))).contains("C0 04 01 31 88 10").doesNotContain("C0 04 01 30");
        assertThatThrownBy(() -> open(TEST_KEYS, StaticKeys.getDefaultKeys())).isInstanceOf(ApduException.class);
    }

    /// Key information as most cards send it. The library's own method expects it without the tag E0, as YubiKeys
    /// do.
    private static String keys(SecurityDomainSession session) throws Exception {
        return Bytes.of(session.getData((short) 0xE0, null)).toSpacedHex();
    }
}
