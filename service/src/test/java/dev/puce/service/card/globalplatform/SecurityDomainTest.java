package dev.puce.service.card.globalplatform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.service.card.TestedCard;
import dev.puce.service.card.keycard.KeyCard;
import dev.puce.service.card.keys.BlockCipher;
import dev.puce.service.card.keys.BlockCipher.Algorithm;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.MessageAuthentication;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecurityDomainTest {
    private static final Bytes KEY = Bytes.hex("404142434445464748494A4B4C4D4E4F");
    private static final Bytes HOST_CHALLENGE = Bytes.hex("0102030405060708");

    private TestedCard card;
    private Bytes macKey;
    private Bytes chain;

    @BeforeEach
    void power() throws Exception {
        card = new TestedCard(KeyCard.GLOBALPLATFORM.card(CardRandom.fresh()));
    }

    /// Opens an SCP03 session with C-MAC.
    private void open(int version, Bytes key) throws Exception {
        Bytes greeting = card.ok("8050%02X00 08 0102030405060708 00".formatted(version));
        Bytes context = HOST_CHALLENGE.plus(greeting.slice(13, 21));
        macKey = KeySet.derive(key, 0x06, context, 128);
        chain = Bytes.of(new byte[16]);
        assertThat(greeting.from(21)).isEqualTo(KeySet.derive(macKey, 0x00, context, 64));
        send("9000", "84820100", KeySet.derive(macKey, 0x01, context, 64));
    }

    private Bytes send(String status, String header, Bytes data) throws Exception {
        Bytes head = Bytes.hex(header);
        Bytes input = head.plus(Bytes.of(data.length() + 8)).plus(data);
        chain = MessageAuthentication.cmac(macKey, chain.plus(input));
        var command =
                CommandApdu.of(head.get(0), head.get(1), head.get(2), head.get(3), data.plus(chain.slice(0, 8)), 256);
        var answer = card.send(command.encode());
        assertThat(answer.status()).hasToString(status);
        return answer.data();
    }

    @Test
    void domain_is_selected_by_default_by_its_name_and_without_one() throws Exception {
        assertThat(card.ok("00A4040000").startsWith(Bytes.hex("6F"))).isTrue();
        card.ok("00A4040008 A000000151000000 00");
        card.ok("00A4040005 A000000151 00");
        card.expect("6A82", "00A4040006 F00000000101 00");
    }

    @Test
    void data_objects_describe_the_card() throws Exception {
        assertThat(card.ok("80CA9F7F00").length()).isEqualTo(45);
        assertThat(card.ok("80CA006600").indexOf(Bytes.hex("2A864886FC6B040360")))
                .isPositive();
        assertThat(card.ok("80CA00E000"))
                .isEqualTo(Bytes.hex(
                        "E024" + "C00401308810C00402308810C00403308810" + "C00401208010C00402208010C00403208010"));
        card.expect("6A88", "80CA123400");
    }

    @Test
    void status_needs_a_session() throws Exception {
        card.expect("6982", "80F28002024F0000");
        open(0, KEY);
        assertThat(send("9000", "84F28002", Bytes.hex("4F00")))
                .isEqualTo(Bytes.hex("E3 13 4F08A000000151000000 9F70010F C5039EFE80"));
        send("6A88", "84F24002", Bytes.hex("4F00"));
    }

    @Test
    void wrong_mac_ends_the_session() throws Exception {
        open(0, KEY);
        card.expect("6982", "84F28002 0A 4F00 0000000000000000 00");
        card.expect("6982", "84F28002 0A 4F00 0000000000000000 00");
        card.expect("6985", "84820100 10 00000000000000000000000000000000");
    }

    @Test
    void wrong_cryptogram_is_refused() throws Exception {
        card.ok("80500000 08 0102030405060708 00");
        card.expect("6300", "84820100 10 00000000000000000000000000000000");
        card.expect("6985", "84820100 10 00000000000000000000000000000000");
        card.expect("6A88", "80507700 08 0102030405060708 00");
        card.expect("6700", "80500000 04 01020304 00");
    }

    @Test
    void scp02_session_counts() throws Exception {
        assertThat(card.ok("80502000 08 0102030405060708 00").slice(10, 14)).isEqualTo(Bytes.hex("20020000"));
        open(0, KEY);
        assertThat(card.ok("80502000 08 0102030405060708 00").slice(10, 14)).isEqualTo(Bytes.hex("20020001"));
    }

    @Test
    void put_key_replaces_the_test_keys() throws Exception {
        open(0, KEY);
        Bytes fresh = Bytes.hex("000102030405060708090A0B0C0D0E0F");
        Bytes encrypted = new BlockCipher(Algorithm.AES, KEY).encryptChain(Bytes.of(new byte[16]), fresh);
        Bytes block = Bytes.hex("88 11 10").plus(encrypted).plus(Bytes.hex("03 C35280"));
        Bytes answer =
                send("9000", "84D83081", Bytes.of(0x31).plus(block).plus(block).plus(block));
        assertThat(answer).isEqualTo(Bytes.hex("31 C35280 C35280 C35280"));
        card.expect("6A88", "80503000 08 0102030405060708 00");
        open(0, fresh);
        Bytes wrong = Bytes.hex("88 11 10").plus(encrypted).plus(Bytes.hex("03 000000"));
        send("6A80", "84D80081", Bytes.of(0x32).plus(wrong).plus(wrong).plus(wrong));
    }

    @Test
    void stored_data_are_read_again() throws Exception {
        open(0, KEY);
        send("9000", "84E28000", Bytes.hex("4504CAFEBABE"));
        assertThat(card.send("80CA004500").status()).hasToString("6982");
        card.reset();
        assertThat(card.ok("80CA004500")).isEqualTo(Bytes.hex("4504CAFEBABE"));
    }

    @Test
    void data_are_stored_in_several_blocks() throws Exception {
        open(0, KEY);
        send("9000", "84E20000", Bytes.hex("4508CAFEBABE"));
        send("9000", "84E28001", Bytes.hex("01020304"));
        send("6A80", "84E28000", Bytes.hex("4508CAFEBABE"));
        send("6A80", "84E28000", Bytes.hex("4501AA 660100"));
        assertThat(send("9000", "84CA0045", Bytes.EMPTY)).isEqualTo(Bytes.hex("4508CAFEBABE01020304"));
    }

    @Test
    void cap_files_are_refused() throws Exception {
        open(0, KEY);
        send("6A81", "84E60200", Bytes.hex("05 F000000001 00 00 00 00"));
        send("6A81", "84E88000", Bytes.hex("C401 00"));
        send("6A88", "84E40000", Bytes.hex("4F05 F000000001"));
    }
}
