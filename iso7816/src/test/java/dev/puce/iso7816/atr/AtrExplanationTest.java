package dev.puce.iso7816.atr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AtrExplanationTest {
    private static List<String> meanings(String atr, String name) {
        return AtrExplanation.of(Atr.parse(atr), 4e6).parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow()
                .meanings();
    }

    @Test
    void ta1_gives_cycles_and_rates_rounded_down_to_whole_bits() {
        assertThat(meanings("3B1198 41", "TA1"))
                .containsExactly(
                        "Fi = 512, Di = 12, f(max) = 5 MHz",
                        "42.6667 clock cycles per etu, 93750 bit/s at 4 MHz, 117187 bit/s at 5 MHz");
        assertThat(meanings("3B11A8 41", "TA1").getLast()).contains("117187 bit/s at 7.5 MHz");
        assertThat(meanings("3B1170 41", "TA1")).containsExactly("Fi = RFU, Di = RFU, f(max) = RFU");
    }

    @Test
    void programming_voltage_is_in_volts_and_milliamperes() {
        assertThat(meanings("3B2125 41", "TB1")).contains("VPP = 5 V, at most 50 mA");
        assertThat(meanings("3B2100 41", "TB1")).contains("VPP is not connected in the card, at most 25 mA");
    }

    @Test
    void tb1_has_its_own_voltage_even_if_tb2_replaces_it() {
        assertThat(meanings("3B A0 25 20 D2", "TB1")).contains("VPP = 5 V, at most 50 mA");
        assertThat(meanings("3B A0 25 20 D2", "TB2")).contains("VPP = 21 V, replaces the value of TB1");
    }

    @Test
    void functions_of_a_uicc_are_flags() {
        assertThat(meanings("3B 80 80 80 2F B0 00", "TB4"))
                .containsExactly(
                        "contact C6 (SPU): proprietary use",
                        "UICC: low-impedance I/O drivers on the I/O line",
                        "UICC: UICC-CLF interface (SWP, ETSI TS 102 613)");
    }

    @Test
    void conventions_differ_in_the_levels_after_the_first_four_moments() {
        assertThat(Convention.DIRECT.levels()).isEqualTo("LHHLHHHLLH");
        assertThat(Convention.INVERSE.levels()).isEqualTo("LHHLLLLLLH");
    }

    private static String derived(String atr, String name) {
        return AtrExplanation.of(Atr.parse(atr), 4e6).derived().stream()
                .filter(value -> value.name().equals(name))
                .map(AtrExplanation.Derived::value)
                .findFirst()
                .orElse("nothing");
    }

    @Test
    void ta1_is_an_offer_in_negotiable_mode_and_in_force_in_specific_mode() {
        assertThat(derived("3B 10 95", "elementary time unit"))
                .isEqualTo("32 clock cycles, 8 µs at 4 MHz; 372 without PPS");
        assertThat(derived("3B 90 95 10 00", "elementary time unit")).isEqualTo("32 clock cycles, 8 µs at 4 MHz");
        assertThat(derived("3B 90 95 10 10", "elementary time unit")).startsWith("known implicitly (TA2)");
        assertThat(derived("3B 00", "elementary time unit")).isEqualTo("372 clock cycles, 93 µs at 4 MHz");
    }

    @Test
    void extra_guard_time_uses_ta1_if_t_15_is_present() {
        assertThat(derived("3B 50 95 02", "guard time")).isEqualTo("14 etu (12 and 2 extra)");
        assertThat(derived("3B D0 95 02 80 0F C8", "guard time"))
                .isEqualTo("12 etu + 2 · 32 clock cycles, 16 µs at 4 MHz");
        assertThat(derived("3B 40 FF", "guard time")).isEqualTo("12 etu in T=0 and PPS, 11 etu in T=1");
    }

    @Test
    void times_are_not_derived_for_storage_cards_and_atrs_without_t0() {
        assertThat(derived("3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 00 01 00 00 00 00 6A", "bit rate"))
                .isEqualTo("nothing");
        assertThat(derived("3B 80 80 01 01", "form")).startsWith("contactless card as reported by a reader");
        assertThat(AtrExplanation.of(Atr.parse("3B"), 4e6).derived()).isEmpty();
    }

    @Test
    void values_independent_of_a_reserved_ta1_are_derived() {
        String atr = "3B D0 7F 05 81 71 01 45 01 1F 07 B5";
        assertThat(derived(atr, "bit rate")).isEqualTo("nothing");
        assertThat(derived(atr, "guard time")).isEqualTo("17 etu (12 and 5 extra)");
        assertThat(derived(atr, "information field size (T=1)")).isEqualTo("IFSC = 1 byte");
        assertThat(derived(atr, "character waiting time (T=1)")).isEqualTo("CWI = 5, 43 etu");
        assertThat(derived(atr, "block waiting time (T=1)")).isEqualTo("BWI = 4");
        assertThat(derived(atr, "error detection (T=1)")).isEqualTo("CRC");
        assertThat(derived("3B 50 7F 05", "waiting time (T=0)")).isEqualTo("WI = 10");
        assertThat(derived("3B D0 7F 05 80 1F 07 B5", "guard time")).isEqualTo("12 etu + 5 · Fi/Di clock cycles");
        assertThat(derived("3B D0 7F 05 80 1F 07 B5", "operating classes")).isEqualTo("A (5 V), B (3 V), C (1.8 V)");
    }

    @Test
    void values_after_the_end_of_a_truncated_atr_are_unknown() {
        String unknown = "unknown, because the ATR is truncated";
        assertThat(derived("3B 80", "protocols")).isEqualTo(unknown);
        assertThat(derived("3B 80", "mode")).isEqualTo(unknown);
        assertThat(derived("3B 90 11 91", "mode")).isEqualTo(unknown);
        assertThat(derived("3B 90 11 91", "protocols")).isEqualTo("T=1");
        assertThat(derived("3B 90 11 91", "information field size (T=1)")).isEqualTo(unknown);
        assertThat(derived("3B F2 11", "guard time")).isEqualTo(unknown);
        assertThat(derived("3B F2 11", "bit rate")).startsWith("10752 bit/s");
        assertThat(derived("3B F2", "elementary time unit")).isEqualTo(unknown);
        assertThat(derived("3B 80 40", "waiting time (T=0)")).isEqualTo(unknown);
        assertThat(derived("3B 80 40", "guard time")).isEqualTo("12 etu");
        assertThat(derived("3B 80 81 11", "operating classes")).isEqualTo(unknown);
    }

    @Test
    void implicit_etu_is_not_computed_from_ta1() {
        String atr = "3B D0 18 FF 91 91 71 FE 45 00";
        assertThat(derived(atr, "elementary time unit")).isEqualTo("known implicitly (TA2)");
        assertThat(derived(atr, "bit rate")).isEqualTo("nothing");
        assertThat(derived(atr, "character waiting time (T=1)")).isEqualTo("CWI = 5, 43 etu");
    }

    @Test
    void protocol_of_ta2_is_explained_even_if_no_td_offers_it() {
        assertThat(derived("3B F0 11 00 FF 11 00", "waiting time (T=0)")).startsWith("WI = 10, 892.8 ms");
        assertThat(derived("3B F0 11 00 FF 11 00", "information field size (T=1)"))
                .isEqualTo("IFSC = 32 bytes");
    }

    @Test
    void reserved_integers_have_no_time() {
        assertThat(derived("3B 80 40 00", "waiting time (T=0)")).isEqualTo("WI = 0, a reserved value");
        assertThat(derived("3B 80 81 71 FF F1 03", "information field size (T=1)"))
                .isEqualTo("IFSC = 255, a reserved value");
        assertThat(derived("3B 80 81 71 FF F1 03", "block waiting time (T=1)")).isEqualTo("BWI = 15, a reserved value");
    }

    @Test
    void expected_length_0_means_256() {
        var initialAccess = AtrExplanation.of(Atr.parse("3B 03 80 41 00"), 4e6)
                .parts()
                .getLast()
                .parts()
                .getFirst();
        assertThat(initialAccess.meanings()).containsExactly("READ BINARY or READ RECORD of 256 bytes");
    }

    @Test
    void application_identifiers_have_names() {
        var historical = AtrExplanation.of(Atr.parse("3B 09 80 F7 A0 00 00 00 03 10 10"), 4e6)
                .parts()
                .getLast();
        assertThat(historical.parts().getFirst().meanings().getFirst()).contains("Visa");
    }

    @Test
    void waiting_times_are_derived_from_the_integers() {
        assertThat(AtrExplanation.of(Atr.parse("3B 80 81 21 45 65"), 4e6).derived())
                .contains(new AtrExplanation.Derived("block waiting time (T=1)", "BWI = 4, 1.43 s at 4 MHz"))
                .contains(new AtrExplanation.Derived(
                        "character waiting time (T=1)", "CWI = 5, 43 etu, 3.999 ms at 4 MHz"));
    }
}
