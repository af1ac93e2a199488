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
    void a_session_is_the_first_card_until_it_is_closed() {
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
    void a_session_that_finds_no_card_says_where_it_looked_and_leaves_nothing_behind() {
        assertThatThrownBy(() -> Session.open(Readers.over(pcsc), "")).hasMessageContaining("no reader at all");
        pcsc.addReader("empty");
        assertThatThrownBy(() -> Session.open(Readers.over(pcsc), "emp"))
                .hasMessage("no reader called \"emp\" holds a card; insert one; there are \"empty\"");
        assertThat(pcsc.openContexts()).isZero();
    }

    @Test
    void a_service_is_begun_with_a_card_that_it_supports() throws InterruptedException {
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
