package dev.puce.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.testkit.InMemoryPcsc;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final InMemoryPcsc pcsc = new InMemoryPcsc();

    @Test
    void session_uses_the_first_card_until_close() {
        pcsc.addReader("empty");
        pcsc.addReader("full");
        pcsc.insert("full", Bytes.hex("3B00"), _ -> Bytes.hex("9000"));
        try (Session session = Session.open(Readers.over(pcsc), "")) {
            assertThat(session.transmit("00 84 00 00 08").status().isOk()).isTrue();
            assertThat(session.card().reader()).isEqualTo("full");
            assertThat(session.atr().bytes()).hasToString("3B 00");
        }
        assertThat(pcsc.openContexts()).isZero();
    }

    @Test
    void open_without_a_card_names_the_readers_and_releases_the_context() {
        assertThatThrownBy(() -> Session.open(Readers.over(pcsc), "")).hasMessageContaining("no reader is attached");
        pcsc.addReader("empty");
        assertThatThrownBy(() -> Session.open(Readers.over(pcsc), "emp"))
                .hasMessage("no reader matching \"emp\" holds a card; insert one; the readers are \"empty\"");
        assertThat(pcsc.openContexts()).isZero();
    }

    @Test
    void card_service_starts_with_a_supported_card() throws InterruptedException {
        pcsc.addReader("a");
        pcsc.addReader("b");
        pcsc.insert("a", Bytes.hex("3B00"), _ -> Bytes.hex("6D00"));
        pcsc.insert("b", Bytes.hex("3B0101"), _ -> Bytes.hex("05 9000"));
        CardService<String> balance = CardService.of(
                CardFilter.atr("3B0101"),
                card -> card.transmit("80 50 00 00 01").data().toHex());
        try (Readers readers = Readers.over(pcsc)) {
            CardRequest request = readers.cardRequest().timeout(Duration.ofSeconds(20));
            assertThat(balance.connect(request)).isEqualTo("05");
            try (Card card = CardService.PASS_THROUGH.connect(request)) {
                assertThat(card.reader()).isEqualTo("a");
            }
        }
    }
}
