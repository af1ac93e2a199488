package dev.puce.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cards.Card;
import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WithKeyCardTest {
    @Test
    @WithReader(card = "openpgp", holder = "Ada Lovelace", seed = 7)
    void card_with_keys_belongs_to_its_holder(Card card) {
        assertThat(card.transmit(Bytes.hex("00A4040006D27600012401"))).isEqualTo(Bytes.hex("9000"));
        assertThat(card.transmit(Bytes.hex("00CA005B00")).text(StandardCharsets.ISO_8859_1))
                .startsWith("Lovelace<<Ada");
        assertThat(card.transmit(Bytes.hex("00CA00C500")).length()).isEqualTo(62);
    }
}
