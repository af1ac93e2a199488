package dev.puce.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReturnCode;
import dev.puce.testkit.Await;
import dev.puce.testkit.InMemoryPcsc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadersTest {
    private final InMemoryPcsc pcsc = new InMemoryPcsc();
    private final Readers readers = Readers.over(pcsc);

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void list_is_empty_without_readers() {
        assertThat(readers.list()).isEmpty();
    }

    @Test
    void list_returns_readers_with_names_and_card_presence() {
        pcsc.addReader("ACS 00 00");
        pcsc.addReader("Omnikey 00 00");
        pcsc.insert("ACS 00 00", Bytes.hex("3B00"), _ -> Bytes.EMPTY);
        assertThat(readers.list()).extracting(Reader::name).containsExactly("ACS 00 00", "Omnikey 00 00");
        assertThat(readers.list()).extracting(Reader::isCardPresent).containsExactly(true, false);
        assertThat(readers.list().getFirst().state().atr()).isEqualTo(Bytes.hex("3B00"));
        assertThat(readers.list().getFirst().card())
                .hasValue(new InsertedCard(readers.named("ACS 00 00"), Atr.parse("3B00")));
        assertThat(readers.list().getLast().card()).isEmpty();
        assertThat(readers.list().getLast().state().eventState().has(EventState.EMPTY))
                .isTrue();
        assertThat(readers.groups()).containsExactly("SCard$DefaultReaders");
    }

    @ParameterizedTest
    @CsvSource({"acs, 1", "00 00, 2", "ACS*, 1", "*00 0?, 2", "acs ?? 00, 1", "ACS, 1", "Gemalto, 0", "[x, 0"})
    void find_matches_part_of_the_name_or_a_pattern(String pattern, int count) {
        pcsc.addReader("ACS 00 00");
        pcsc.addReader("Omnikey 00 00");
        assertThat(readers.find(pattern)).hasSize(count);
    }

    @Test
    void require_fails_with_the_existing_names_unless_one_reader_matches() {
        assertThatExceptionOfType(NoSuchReaderException.class)
                .isThrownBy(() -> readers.require("ACS"))
                .withMessageContaining("plug one in");
        pcsc.addReader("ACS 00 00");
        pcsc.addReader("ACS 01 00");
        assertThatExceptionOfType(NoSuchReaderException.class)
                .isThrownBy(() -> readers.require("ACS"))
                .withMessageContaining("\"ACS 00 00\", \"ACS 01 00\"");
        assertThat(readers.require("01 00").name()).isEqualTo("ACS 01 00");
    }

    @Test
    void list_works_once_a_missing_service_starts() {
        pcsc.stop(ReturnCode.NO_SERVICE);
        assertThatExceptionOfType(PcscException.class)
                .isThrownBy(readers::list)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ReturnCode.NO_SERVICE));
        pcsc.start();
        assertThat(readers.list()).isEmpty();
    }

    @Test
    void list_is_empty_on_windows_after_the_last_reader_left() {
        String system = System.setProperty("os.name", "Windows 11");
        try {
            pcsc.stop(ReturnCode.SERVICE_STOPPED);
            assertThat(readers.list()).isEmpty();
        } finally {
            System.setProperty("os.name", system);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // PC/SC: invalid handle, no service, service stopped, communication error
        "0x80100003", "0x8010001D", "0x8010001E", "0x80100013",
        // Windows: ERROR_INVALID_HANDLE, ERROR_BROKEN_PIPE, RPC_S_SERVER_UNAVAILABLE, RPC_S_CALL_FAILED
        "0x00000006", "0x0000006D", "0x000006BA", "0x000006BE"
    })
    void readers_work_after_a_restart_of_the_service(String code) {
        pcsc.addReader("ACS 00 00");
        assertThat(readers.list()).hasSize(1);
        pcsc.restart(new ReturnCode(Integer.parseUnsignedInt(code.substring(2), 16)));
        assertThat(readers.list()).hasSize(1);
    }

    @Test
    void close_releases_every_context() {
        pcsc.addReader("ACS 00 00");
        pcsc.insert("ACS 00 00", Bytes.hex("3B00"), _ -> Bytes.hex("9000"));
        Card card = readers.list().getFirst().connect();
        var _ = readers.monitor().queue();
        assertThat(pcsc.openContexts()).isGreaterThanOrEqualTo(2);
        readers.close();
        assertThat(pcsc.openContexts()).isZero();
        assertThat(card.isOpen()).isFalse();
    }

    @Test
    void closed_readers_reject_calls_and_establish_no_context() {
        readers.close();
        assertThatIllegalStateException().isThrownBy(readers::list).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> readers.named("a").state());
        assertThatIllegalStateException().isThrownBy(() -> readers.named("a").connect());
        assertThatIllegalStateException().isThrownBy(readers::monitor);
        assertThat(pcsc.openContexts()).isZero();
    }

    @Test
    void unreachable_card_is_disconnected() {
        pcsc.addReader("ACS 00 00");
        pcsc.insert("ACS 00 00", Bytes.hex("3B00"), _ -> Bytes.hex("9000"));
        readers.list();
        int before = pcsc.openContexts();
        Card card = readers.named("ACS 00 00").connect();
        assertThat(card.isOpen()).isTrue();
        card = null;
        Await.until("the forgotten card's context is released", () -> {
            System.gc();
            return pcsc.openContexts() == before;
        });
    }
}
