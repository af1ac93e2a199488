package dev.puce.service.card.globalplatform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.BlockCipher.Algorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The values are sessions that pySim's unit tests have recorded with real cards.
class SecureChannelTest {
    private static CommandApdu command(String hex) {
        return CommandApdu.tryParse(Bytes.hex(hex)).orElseThrow();
    }

    private static KeySet aes(int bytes) {
        Bytes low = Bytes.hex("000102030405060708090a0b0c0d0e0f");
        return new KeySet(
                0x30,
                Algorithm.AES,
                stretched(low, 0x00, bytes),
                stretched(low, 0x10, bytes),
                stretched(low, 0x20, bytes));
    }

    private static Bytes stretched(Bytes low, int offset, int length) {
        Bytes key = Bytes.EMPTY;
        for (int i = 0; i < length; i++) {
            key = key.plus(Bytes.of(low.get(i % 16) + offset));
        }
        return key;
    }

    private static Scp02 scp02() {
        var keys = new KeySet(
                0x70,
                Algorithm.TRIPLE_DES,
                Bytes.hex("100102030405060708090a0b0c0d0e0f"),
                Bytes.hex("101102030405060708090a0b0c0d0e0f"),
                Bytes.hex("102102030405060708090a0b0c0d0e0f"));
        return new Scp02(
                keys,
                Bytes.of(new byte[10]),
                Bytes.hex("0001"),
                Bytes.hex("40A62C37FA6304F8"),
                Bytes.hex("6B4524ABEE7C"));
    }

    @Test
    void scp02_greets_and_checks_macs_as_recorded() throws RefusedException {
        var channel = scp02();
        assertThat(channel.greeting()).isEqualTo(Bytes.hex("00000000000000000000700200016B4524ABEE7CF32EA3838BC148F3"));
        channel.authenticate(command("8482010010BA6961667737C5BCEBECE14C7D6A4376"));
        assertThat(channel.unwrap(command("84F220020814DB34FA4341DCA8")).data()).isEqualTo(Bytes.EMPTY);
        assertThat(channel.unwrap(command("84CA00660855ED7C5FF069512B00")).data())
                .isEqualTo(Bytes.EMPTY);
        assertThat(channel.unwrap(command("84F22002124F0212345C054F9F70C58FC1B380C4228AF8"))
                        .data())
                .isEqualTo(Bytes.hex("4F0212345C054F9F70C5"));
        assertThat(channel.unwrap(command("84F280020A4F003B95F09317DE6A4E00")).data())
                .isEqualTo(Bytes.hex("4F00"));
    }

    @Test
    void scp02_refuses_a_wrong_mac_and_a_missing_one() throws RefusedException {
        var channel = scp02();
        assertThatThrownBy(() -> channel.authenticate(command("8482010010BA6961667737C5BCEBECE14C7D6A4377")))
                .isInstanceOf(RefusedException.class);
        var open = scp02();
        open.authenticate(command("8482010010BA6961667737C5BCEBECE14C7D6A4376"));
        assertThatThrownBy(() -> open.unwrap(command("80F2200200"))).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "16, b13e5f938fc108c4, 3eb51047495b249f, 66c484c1d2ef1948, 84821100107d5f5826a993ebc89eea24957fa0b3ce,"
                + "84e291000ebf3e035c015a558d036518a2829700,"
                + "bf3e125a1089882119900000000000000000000005971be68992dbbdfa,"
                + "84f220020863a63f8959827fb2, 84ca006608a0c6a4a74166f7ce00,"
                + "84f22002124f0212345c054f9f70c52249b50272656536, 84f280020a4f00e91443f6dce6b8ed00",
        "16, 8e1552d0513c60f3, 30760cd2c47c1dd3, 95065fe5ead8a9d7, 8482030010fd4721a14d9b07003c451d2f8ae6bb21,"
                + "84e2910018ca9c00f6713d79bc8baa642bdff51c3f6a4082d3bd9ad26c00,"
                + "bf3e125a1089882119900000000000000000000005,"
                + "84f2200208c9811b11f1264cf1, 84ca006608e10ab60b3054798800,"
                + "84f22002184e2908bdb48b2315a55482e9e936ca122d6ecfae7d17416e,"
                + "84f28002180dd10a6b6193e5340b9e77d32d5a179cd710ac2773aefb2800",
        "16, fdf38259a1e0de44, 3b1aca81e821f219, 081cdc01c26b372d, 84823300108c36f96bcc00724a4e13ad591d7da3f0,"
                + "84e2910018267a85dfe4a98fca6fb0527e0dfecce4914e40401433c87f00,"
                + "f3ba2b1013aa6224f5e1c138d71805c569e5439b47576260b75fc021b25097cb2e68f8a0144975b9,"
                + "84f2200208ac6a59024bed84cc, 84ca006608409912ad8fb7aed000,"
                + "84f22002185f3dafc3ac14c381536a488bf44e06d056df9d74dbd21e5a,"
                + "84f280021865165105be3373347d0424d4400af2ac393f569ec779389e00",
        "32, 97b2055fe58599fd, a8439a22cedf045f, a9f1903b2834f26e, 8482330010508a0fd959d2e547c6b33154a6be2057,"
                + "84e29100187a5ef717eaf1e135ae92fe54429d0e465decda65f5fe5aea00,"
                + "ea90dbfa648a67c5eb6abc57f8530b97d0cd5647c5e8732016b55203b078dd2ace7f8bc5d1c1cd99,"
                + "84f2200208bcc5c17275545d93, 84ca00660804806aba9d543bb600,"
                + "84f2200218717222491556ec81a45f49ce48be33320024801a1c4cb0e0,"
                + "84f2800218561f105bccd3a1642904b251ccc1228beb80a82370a8637000"
    })
    void scp03_works_as_recorded(
            int keyLength,
            String hostChallenge,
            String cardChallenge,
            String cryptogram,
            String authenticate,
            String getEid,
            String eid,
            String case1,
            String case2,
            String case3,
            String case4)
            throws RefusedException {
        var channel =
                new Scp03(aes(keyLength), Bytes.of(new byte[10]), Bytes.hex(hostChallenge), Bytes.hex(cardChallenge));
        assertThat(channel.greeting().from(13)).isEqualTo(Bytes.hex(cardChallenge + cryptogram));
        channel.authenticate(command(authenticate));
        assertThat(channel.unwrap(command(getEid)).data()).isEqualTo(Bytes.hex("BF3E035C015A"));
        var answer = new ResponseApdu(Bytes.hex("bf3e125a1089882119900000000000000000000005"), StatusWord.OK);
        assertThat(channel.wrap(answer).data()).isEqualTo(Bytes.hex(eid));
        assertThat(channel.unwrap(command(case1)).data()).isEqualTo(Bytes.EMPTY);
        assertThat(channel.unwrap(command(case2)).data()).isEqualTo(Bytes.EMPTY);
        assertThat(channel.unwrap(command(case3)).data()).isEqualTo(Bytes.hex("4f0212345c054f9f70c5"));
        assertThat(channel.unwrap(command(case4)).data()).isEqualTo(Bytes.hex("4f00"));
    }

    @Test
    void key_check_values_are_those_of_real_cards() {
        assertThat(KeySet.checkValue(KeySet.AES, Bytes.hex("000102030405060708090a0b0c0d0e0f")))
                .isEqualTo(Bytes.hex("C35280"));
        assertThat(KeySet.checkValue(KeySet.TRIPLE_DES, Bytes.hex("404142434445464748494A4B4C4D4E4F")))
                .isEqualTo(Bytes.hex("8BAF47"));
    }
}
