package dev.puce.service.card.emrtd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.TestedCard;
import dev.puce.service.card.keycard.KeyCard;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.memory.CardMemory;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class EmrtdCardTest {
    private static final String SELECT = "00A4040C 07 A0000002471001";

    /// Yields given bytes, as the worked example of Doc 9303 wants them.
    private static final class GivenBytes extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final transient Bytes bytes;
        private int at;

        private GivenBytes(String hex) {
            this.bytes = Bytes.hex(hex);
        }

        @Override
        public void nextBytes(byte[] target) {
            bytes.slice(at, at + target.length).copyTo(target, 0);
            at += target.length;
        }
    }

    private static TestedCard specimen() throws Exception {
        var card = new TestedCard(KeyCard.EMRTD.card(CardRandom.fresh()));
        card.ok(SELECT);
        return card;
    }

    /// ICAO Doc 9303, part 11, appendix D.3 and D.4.
    @Test
    void basic_access_control_works_as_in_the_example_of_doc_9303() throws Exception {
        var memory = new CardMemory();
        var mrz = new Mrz(
                "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C<", "690806", "F", "940623", "ZE184226B<<<<<");
        EmrtdPersonalization.write(memory, mrz, CardRandom.fresh());
        Files.write(memory, Files.COMMON, Bytes.hex("60145F0104303130365F36063034303030305C026175"));
        var card = new TestedCard(
                EmrtdCard.of(memory, new GivenBytes("4608F91988702212 0B4F80323EB3191CB04970CB4052790B")));
        card.ok(SELECT);
        assertThat(card.ok("0084000008")).isEqualTo(Bytes.hex("4608F91988702212"));
        assertThat(card.ok("00820000 28 72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2"
                        + "5F1448EEA8AD90A7 28"))
                .isEqualTo(
                        Bytes.hex("46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449"));
        assertThat(card.ok("0CA4020C 15 8709016375432908C044F6 8E08BF8B92D635FF24F8 00"))
                .isEqualTo(Bytes.hex("99029000 8E08FA855A5D4C50A8ED"));
        assertThat(card.ok("0CB00000 0D 970104 8E08ED6705417E96BA55 00"))
                .isEqualTo(Bytes.hex("8709019FF0EC34F9922651 99029000 8E08AD55CC17140B2DED"));
    }

    @Test
    void files_are_closed_without_access_control() throws Exception {
        var card = specimen();
        card.expect("6982", "00A4020C 02 011E");
        card.expect("6982", "00B0810000");
        card.expect("6986", "00B0000000");
        card.expect("6982", "00880000 08 0102030405060708 00");
        card.expect("6A82", "00A4020C 02 0105");
    }

    @Test
    void everyone_reads_card_access() throws Exception {
        var card = specimen();
        Bytes expected = Bytes.hex("3114 3012 060A04007F00070202040202 020102 02010C");
        card.ok("00A4020C 02 011C");
        assertThat(card.ok("00B0000000")).isEqualTo(expected);
        assertThat(card.ok("00B09C0000")).isEqualTo(expected);
        assertThat(card.ok("00B0000204")).isEqualTo(Bytes.hex("3012060A"));
        card.expect("6B00", "00B0010004");
    }

    @Test
    void wrong_keys_and_a_missing_challenge_are_refused() throws Exception {
        var card = specimen();
        String wrong = "00820000 28 " + "00".repeat(40) + " 28";
        card.expect("6985", wrong);
        card.ok("0084000008");
        card.expect("6300", wrong);
        card.expect("6985", wrong);
        card.expect("6882", "0CA4020C 0A 8E080000000000000000");
    }

    @Test
    void pace_refuses_points_and_tokens_out_of_order() throws Exception {
        var card = specimen();
        card.expect("6985", "10860000 02 7C00 00");
        card.expect("6A80", "0022C1A4 0F 800A04007F00070202040204 830101");
        card.expect("6A88", "0022C1A4 0F 800A04007F00070202040202 830103");
        card.ok("0022C1A4 0F 800A04007F00070202040202 830101");
        assertThat(card.ok("10860000 02 7C00 00").slice(0, 4)).isEqualTo(Bytes.hex("7C128010"));
        card.expect("6A80", "10860000 05 7C03 810104 00");
        card.expect("6985", "10860000 02 7C00 00");
    }

    @Test
    void machine_readable_zone_is_the_specimen_of_doc_9303() {
        assertThat(Mrz.specimen().text())
                .isEqualTo("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
                        + "L898902C36UTO7408122F1204159ZE184226B<<<<<10");
        assertThat(Mrz.specimen().withHolder("Ada Lovelace-Byron").text()).startsWith("P<UTOBYRON<<ADA<LOVELACE<<");
        assertThat(Mrz.checkDigit("520727")).isEqualTo(3); // part 3, 4.9, example 1
    }
}
