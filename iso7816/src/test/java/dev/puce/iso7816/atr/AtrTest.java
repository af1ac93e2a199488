package dev.puce.iso7816.atr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.InterfaceByte.Kind;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class AtrTest {
    @Test
    void characters_of_an_atr_have_names() {
        Atr atr = Atr.parse("3B9F95801FC78031E073FE2113574A330E14131110");

        assertThat(atr.convention()).hasValue(Convention.DIRECT);
        assertThat(atr.interfaceBytes()).extracting(InterfaceByte::name).containsExactly("TA1", "TD1", "TD2", "TA3");
        assertThat(atr.interfaceBytes()).extracting(InterfaceByte::value).containsExactly(0x95, 0x80, 0x1F, 0xC7);
        assertThat(atr.transmissionFactors()).hasValue(new TransmissionFactors(512, 16, 5_000_000));
        assertThat(atr.protocols()).containsExactly(TransmissionProtocol.T0);
        assertThat(atr.operatingConditions().classes()).containsExactly("A", "B", "C");
        assertThat(atr.historicalBytes()).isEqualTo(Bytes.hex("8031E073FE2113574A330E14131110"));
        assertThat(atr.tck().status()).isEqualTo(Tck.Status.MISSING);
    }

    @Test
    void preceding_td_determines_the_meaning_of_later_bytes() {
        Atr atr = Atr.parse("3B 94 18 81 B1 80 7D 1F 03 19 C8 00 50 DC");

        assertThat(atr.blockParameters())
                .isEqualTo(new BlockParameters(128, 7, 13, BlockParameters.ErrorDetection.LRC));
        assertThat(atr.operatingConditions().classes()).containsExactly("A", "B");
        assertThat(atr.interfaceByte("TA4").orElseThrow().type()).hasValue(15);
        assertThat(atr.interfaceByte(Kind.TC, 3)).isEmpty();
    }

    @Test
    void shortest_atr_has_default_values() {
        Atr atr = Atr.parse("3B00");

        assertThat(atr.protocols()).containsExactly(TransmissionProtocol.T0);
        assertThat(atr.transmissionFactors()).hasValue(TransmissionFactors.DEFAULT);
        assertThat(atr.extraGuardTime()).isZero();
        assertThat(atr.specificMode()).isEmpty();
        assertThat(atr.waitingTimeInteger()).isEqualTo(10);
        assertThat(atr.blockParameters()).isEqualTo(BlockParameters.DEFAULT);
        assertThat(atr.findings()).isEmpty();
    }

    @Test
    void tck_is_required_if_a_td_names_a_type_other_than_0() {
        assertThat(Atr.parse("3B80800101").tck().status()).isEqualTo(Tck.Status.RIGHT);
        assertThat(Atr.parse("3B80800102").tck().expected()).hasValue(0x01);
        assertThat(Atr.parse("3B80800102").tck().status()).isEqualTo(Tck.Status.WRONG);
        assertThat(Atr.parse("3B808001").tck().status()).isEqualTo(Tck.Status.MISSING);
        assertThat(Atr.parse("3B 67 00 FF C5 00 00 FF FF FF FF 5D").tck().status())
                .isEqualTo(Tck.Status.SUPERFLUOUS);
        assertThat(Atr.parse("3B0055").tck().status()).isEqualTo(Tck.Status.NONE);
        assertThat(Atr.parse("3B0055").extraBytes()).isEqualTo(Bytes.hex("55"));
    }

    @Test
    void truncated_atrs_are_parsed_as_far_as_possible() {
        Atr interfaceCut = Atr.parse("3BF011");
        assertThat(interfaceCut.interfaceBytesMissing()).isEqualTo(3);
        assertThat(interfaceCut.interfaceByte("TA1")).isPresent();

        Atr historicalCut = Atr.parse("3B0341");
        assertThat(historicalCut.historicalBytes()).isEqualTo(Bytes.hex("41"));
        assertThat(historicalCut.historicalBytesMissing()).isEqualTo(2);
        assertThat(historicalCut.findings())
                .extracting(Finding::message)
                .containsExactly("2 of 3 historical bytes are missing");
    }

    @Test
    void parser_accepts_random_bytes() {
        long seed = 20261122;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int run = 0; run < 50_000; run++) {
            var bytes = new byte[random.nextInt(run % 100 == 0 ? 300 : 40)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && run % 2 == 0) {
                bytes[0] = 0x3B;
            }
            Atr atr = Atr.parse(Bytes.of(bytes));
            int total = Math.min(2, bytes.length)
                    + atr.interfaceBytes().size()
                    + atr.historicalBytes().length()
                    + (atr.tck().value().isPresent() ? 1 : 0)
                    + atr.extraBytes().length();
            assertThat(total).as("seed %d, run %d: %s", seed, run, atr).isEqualTo(bytes.length);
            assertThat(atr.findings()).as("seed %d, run %d: %s", seed, run, atr).isNotNull();
        }
    }

    private static List<String> messages(String atr) {
        return Atr.parse(atr).findings().stream()
                .map(finding -> finding.severity() + " " + finding.offset() + " " + finding.message())
                .toList();
    }

    @Test
    void protocols_of_ta2_and_tc2_must_be_offered() {
        assertThat(messages("3B 80 11 00 91"))
                .containsExactly("warning 3 TA2 = 00: the card starts with T=0, which no TD offers");
        assertThat(messages("3B 80 41 0A CB")).containsExactly("note 3 TC2 is for T=0, which no TD offers");
    }

    @Test
    void values_in_historical_bytes_are_checked_against_the_standard() {
        assertThat(messages("3B 03 80 91 00"))
                .containsExactly("note 3 the standard does not define a data object with tag 9");
        assertThat(messages("3B 03 80 31 06"))
                .containsExactly("warning 4 card service data 06: the access to EF.DIR and EF.ATR/INFO is reserved");
        assertThat(messages("3B 04 00 02 90 00")).containsExactly("warning 3 life cycle status 02 is reserved");
        assertThat(messages("3B 03 80 81 08")).containsExactly("warning 4 life cycle status 08 is reserved");
    }
}
