package dev.puce.service.card.globalplatform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.keycard.KeyCard;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.testkit.GlobalPlatformHost;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The host of the tests, first against sessions that pySim's unit tests have recorded with real cards, then with
/// our card. Host and card share no code.
class GlobalPlatformHostTest {
    private static final Bytes TEST_KEY = Bytes.hex("404142434445464748494A4B4C4D4E4F");
    private static final Bytes LOW = Bytes.hex("000102030405060708090A0B0C0D0E0F");

    private final List<String> sent = new ArrayList<>();

    private GlobalPlatformHost.CardSide recorded(String... answers) {
        var left = new ArrayDeque<>(List.of(answers));
        return command -> {
            sent.add(command.toHex());
            return Bytes.hex(left.removeFirst());
        };
    }

    private static Bytes key(int first, int length) {
        Bytes key = Bytes.EMPTY;
        for (int i = 0; i < length; i++) {
            key = key.plus(Bytes.of(first + i % 16));
        }
        return key;
    }

    @Test
    void host_sends_the_scp02_commands_of_a_recorded_session() throws Exception {
        var host = GlobalPlatformHost.open(
                recorded(
                        "00000000000000000000700200016B4524ABEE7CF32EA3838BC148F39000", "9000", "9000", "9000", "9000"),
                0x70,
                Bytes.hex("100102030405060708090A0B0C0D0E0F"),
                Bytes.hex("101102030405060708090A0B0C0D0E0F"),
                Bytes.hex("102102030405060708090A0B0C0D0E0F"),
                GlobalPlatformHost.C_MAC,
                Bytes.hex("40A62C37FA6304F8"));
        host.send("80F22002", Bytes.EMPTY);
        host.send("80CA0066", Bytes.EMPTY);
        host.send("80F22002", Bytes.hex("4F0212345C054F9F70C5"));
        assertThat(sent)
                .containsExactly(
                        "80507000" + "0840A62C37FA6304F800",
                        "8482010010BA6961667737C5BCEBECE14C7D6A4376",
                        "84F220020814DB34FA4341DCA800",
                        "84CA00660855ED7C5FF069512B00",
                        "84F22002124F0212345C054F9F70C58FC1B380C4228AF800");
    }

    /// Level 33: both directions with MAC and encryption.
    @ParameterizedTest
    @CsvSource({
        "16, FDF38259A1E0DE44, 3B1ACA81E821F219, 081CDC01C26B372D, 84823300108C36F96BCC00724A4E13AD591D7DA3F0,"
                + "84E2910018267A85DFE4A98FCA6FB0527E0DFECCE4914E40401433C87F00,"
                + "F3BA2B1013AA6224F5E1C138D71805C569E5439B47576260B75FC021B25097CB2E68F8A0144975B9",
        "32, 97B2055FE58599FD, A8439A22CEDF045F, A9F1903B2834F26E, 8482330010508A0FD959D2E547C6B33154A6BE2057,"
                + "84E29100187A5EF717EAF1E135AE92FE54429D0E465DECDA65F5FE5AEA00,"
                + "EA90DBFA648A67C5EB6ABC57F8530B97D0CD5647C5E8732016B55203B078DD2ACE7F8BC5D1C1CD99"
    })
    void host_sends_the_scp03_commands_of_a_recorded_session(
            int keyLength,
            String hostChallenge,
            String cardChallenge,
            String cryptogram,
            String authenticate,
            String command,
            String answer)
            throws Exception {
        var host = GlobalPlatformHost.open(
                recorded(
                        "0000000000000000000030" + "0370" + cardChallenge + cryptogram + "9000",
                        "9000",
                        answer + "9000"),
                0x30,
                key(0x00, keyLength),
                key(0x10, keyLength),
                key(0x20, keyLength),
                0x33,
                Bytes.hex(hostChallenge));
        assertThat(host.send("80E29100", Bytes.hex("BF3E035C015A")))
                .isEqualTo(Bytes.hex("BF3E125A1089882119900000000000000000000005 9000"));
        assertThat(sent.subList(1, 3)).containsExactly(authenticate, command);
    }

    private static VirtualCard card() throws Exception {
        VirtualCard card = KeyCard.GLOBALPLATFORM.card(CardRandom.fresh());
        card.powerOn();
        return card;
    }

    @ParameterizedTest
    @CsvSource({"32, 0", "32, 1", "32, 3", "48, 0", "48, 1", "48, 3", "48, 17", "48, 19", "48, 51"})
    void card_answers_at_every_security_level(int version, int level) throws Exception {
        var host = GlobalPlatformHost.open(card()::transmit, version, TEST_KEY, level);
        for (int i = 0; i < 3; i++) {
            assertThat(host.send("80F28002", Bytes.hex("4F00")))
                    .isEqualTo(Bytes.hex("E3 13 4F08A000000151000000 9F70010F C5039EFE80 9000"));
            assertThat(host.send("80CA00E0", Bytes.EMPTY).startsWith(Bytes.hex("E024")))
                    .isTrue();
        }
        assertThat(host.send("80E28000", Bytes.hex("4504CAFEBABE"))).isEqualTo(Bytes.hex("9000"));
        assertThat(host.send("80CA0045", Bytes.EMPTY)).isEqualTo(Bytes.hex("4504CAFEBABE9000"));
        assertThat(host.send("80CA1234", Bytes.EMPTY)).isEqualTo(Bytes.hex("6A88"));
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 48})
    void wrong_key_finds_a_wrong_cryptogram(int version) throws Exception {
        VirtualCard card = card();
        assertThatThrownBy(() -> GlobalPlatformHost.open(card::transmit, version, LOW, 1))
                .hasMessage("wrong cryptogram of the card");
    }

    /// PUT KEY of triple DES keys through SCP02, and of AES keys with 128, 192 and 256 bits through SCP03.
    @ParameterizedTest
    @CsvSource({"32, 80, 16, 33", "48, 88, 16, 49", "48, 88, 24, 50", "48, 88, 32, 51"})
    void new_keys_open_sessions(int version, String type, int length, int newVersion) throws Exception {
        VirtualCard card = card();
        var host = GlobalPlatformHost.open(card::transmit, version, TEST_KEY, 3);
        Bytes fresh = key(0x60, length);
        int blocks = (length + 15) / 16 * 16;
        Bytes encrypted = host.encryptKey(fresh.plus(Bytes.of(new byte[blocks - length])));
        boolean isAes = type.equals("88");
        Bytes block = Bytes.hex(type)
                .plus(isAes ? Bytes.of(blocks + 1, length) : Bytes.of(length))
                .plus(encrypted)
                .plus(Bytes.of(0));
        Bytes keys = Bytes.of(newVersion).plus(block).plus(block).plus(block);
        Bytes answer = host.send("80D80081", keys);
        assertThat(answer.from(answer.length() - 2)).as(answer.toHex()).isEqualTo(Bytes.hex("9000"));
        assertThat(answer.length()).isEqualTo(1 + 9 + 2);
        for (int wanted : new int[] {newVersion, 0}) {
            var session = GlobalPlatformHost.open(card::transmit, wanted, fresh, 3);
            assertThat(session.send("80F28002", Bytes.hex("4F00")).length()).isGreaterThan(2);
        }
        assertThat(GlobalPlatformHost.open(card::transmit, version, TEST_KEY, 1).send("80D87081", keys))
                .isEqualTo(Bytes.hex("6A88"));
    }
}
