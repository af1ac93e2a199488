package dev.puce.iso7816.atr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoricalBytesTest {
    private static HistoricalBytes of(String hex) {
        return Atr.parse(hex).historical();
    }

    private static HistoricalBytes inAtr(String historicalBytes) {
        return new AtrBuilder()
                .historicalBytes(Bytes.hex(historicalBytes))
                .build()
                .historical();
    }

    @Test
    void category_00_ends_with_three_status_bytes() {
        var historical = (HistoricalBytes.WithStatus) inAtr("00 31 80 05 90 00");
        assertThat(historical.objects()).containsExactly(new CompactTlv(3, Bytes.hex("80"), 0));
        assertThat(historical.status().orElseThrow().lifeCycle()).hasValue(5);
        assertThat(historical.status().orElseThrow().statusWord()).hasValue(0x9000);
        assertThat(((HistoricalBytes.WithStatus) inAtr("00 90 00")).status()).isEmpty();
    }

    @Test
    void status_of_category_00_is_empty_if_the_announced_bytes_are_incomplete() {
        var oneShort = (HistoricalBytes.WithStatus) of("3B 6B 00 00 00 31 C1 64 08 60 32 06 0F 90");
        assertThat(oneShort.objects())
                .containsExactly(new CompactTlv(3, Bytes.hex("C1"), 0), new CompactTlv(6, Bytes.hex("08 60 32 06"), 0));
        assertThat(oneShort.status()).isEmpty();
        assertThat(oneShort.statusBytes()).isEqualTo(Bytes.hex("0F 90"));
        assertThat(Atr.parse("3B 6B 00 00 00 31 C1 64 08 60 32 06 0F 90").findings())
                .extracting(Finding::message)
                .containsExactly(
                        "TB1 (programming voltage) is deprecated; readers ignore it",
                        "1 of 11 historical bytes is missing");

        var cutObject = (HistoricalBytes.WithStatus) of("3B 6B 00 00 00 31 C1 64 08 60");
        assertThat(cutObject.objects()).contains(new CompactTlv(6, Bytes.hex("08 60"), 2));
        assertThat(Atr.parse("3B 6B 00 00 00 31 C1 64 08 60").findings())
                .extracting(Finding::message)
                .noneMatch(message -> message.contains("pre-issuing"));
        assertThat(Atr.parse("3B 6B 00 00 00 31 C1 67 08 60").findings())
                .extracting(Finding::message)
                .contains("pre-issuing data (tag 6): 5 of 7 bytes are missing");
        assertThat(Atr.parse("3B 03 00 01 02").findings())
                .extracting(Finding::message)
                .containsExactly("category 00 needs three status bytes at the end");
    }

    @Test
    void last_object_of_category_80_may_be_truncated() {
        var historical = (HistoricalBytes.DataObjects) inAtr("80 73 FE 21 13 B0 63 41");
        assertThat(historical.objects())
                .containsExactly(
                        new CompactTlv(7, Bytes.hex("FE 21 13"), 0),
                        new CompactTlv(11, Bytes.EMPTY, 0),
                        new CompactTlv(6, Bytes.hex("41"), 2));
    }

    @Test
    void other_categories_are_references_or_reserved_or_proprietary() {
        assertThat(inAtr("10 05")).isInstanceOf(HistoricalBytes.DirDataReference.class);
        assertThat(inAtr("81 05")).isInstanceOf(HistoricalBytes.Reserved.class);
        assertThat(inAtr("4A 43 4F 50")).isInstanceOf(HistoricalBytes.Proprietary.class);
        assertThat(of("3B00")).isInstanceOf(HistoricalBytes.None.class);
    }

    @Test
    void storage_cards_are_recognised_by_the_rid_of_the_pcsc_workgroup() {
        var storage = (HistoricalBytes.Storage) of("3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 00 01 00 00 00 00 6A");
        assertThat(storage.card().standardMeaning()).isEqualTo("ISO/IEC 14443 A, part 3");
        assertThat(storage.card().nameMeaning()).isEqualTo("MIFARE Classic 1K");
        assertThat(new StorageCard(0x77, 0xFF20).standardMeaning()).isEqualTo("reserved");
        assertThat(new StorageCard(0x77, 0xFF20).nameMeaning()).isEqualTo("unknown card with SAK 20");
    }

    @Test
    void type_b_is_recognised_by_its_form_if_the_category_does_not_fit() {
        var typeB = (HistoricalBytes.TypeB) of("3B 88 80 01 00 00 00 00 33 81 81 00 3A");
        assertThat(typeB.protocolInfo()).isEqualTo(Bytes.hex("33 81 81"));
        assertThat(of("3B 88 80 01 80 31 80 61 41 61 41 10 E8")).isInstanceOf(HistoricalBytes.DataObjects.class);
        for (String minimumTr2 : List.of("81", "83", "85", "87")) {
            assertThat(of("3B 88 80 01 E1 F3 5E 11 77 " + minimumTr2 + " 95 00"))
                    .isInstanceOf(HistoricalBytes.TypeB.class);
        }
        assertThat(of("3B 88 80 01 E1 F3 5E 11 77 89 95 00")).isInstanceOf(HistoricalBytes.Proprietary.class);
        assertThat(of("3B 88 80 01 45 53 43 4F 53 31 30 30")).isInstanceOf(HistoricalBytes.Proprietary.class);
    }

    @Test
    void capabilities_and_service_data_have_phrases() {
        var capabilities = new CardCapabilities(Bytes.hex("FE 21 13"));
        assertThat(capabilities.dataCoding()).contains("data unit: 1 byte", "write functions: proprietary");
        assertThat(capabilities.commands()).contains("maximum number of logical channels: 4");
        assertThat(new CardCapabilities(Bytes.hex("00 00 07")).commands())
                .contains("maximum number of logical channels: 8 or more");
        assertThat(new CardServiceData(0xE8).meanings())
                .contains("application selection by full DF name", "EF.DIR and EF.ATR/INFO are read by READ BINARY");
    }
}
