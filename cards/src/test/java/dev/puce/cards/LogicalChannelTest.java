package dev.puce.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.cards.apdu.Dialogue;
import dev.puce.cards.status.StatusWordException;
import dev.puce.iso7816.Bytes;
import org.junit.jupiter.api.Test;

class LogicalChannelTest {
    @Test
    void channel_is_opened_used_in_its_class_and_closed() {
        var card = Dialogue.of(
                "00 70 00 00 01 > 02 90 00",
                "02 A4 04 00 02 A000 > 90 00",
                "86 CA 00 00 00 > 90 00",
                "02 70 80 02 > 90 00");
        try (LogicalChannel channel = LogicalChannel.open(card)) {
            assertThat(channel.number()).isEqualTo(2);
            assertThat(channel.transmit("00 A4 04 00 02 A000").status().isOk()).isTrue();
            assertThat(channel.transmit("84 CA 00 00 00").status().isOk()).isTrue();
        }
        card.requireFinished();
    }

    @Test
    void channels_above_3_use_the_further_interindustry_class() {
        var card = Dialogue.of("00 70 00 00 01 > 13 90 00", "4F A4 04 00 > 90 00", "4F 70 80 13 > 90 00");
        try (LogicalChannel channel = LogicalChannel.open(card)) {
            assertThat(channel.transmit("00 A4 04 00").status().isOk()).isTrue();
        }
        card.requireFinished();
    }

    @Test
    void open_fails_with_the_status_word_of_a_card_without_channels() {
        var card = Dialogue.of("00 70 00 00 01 > 68 81");
        assertThatThrownBy(() -> LogicalChannel.open(card))
                .isInstanceOf(StatusWordException.CheckingError.class)
                .hasMessageContaining("6881");
    }

    @Test
    void open_rejects_an_invalid_channel_number() {
        assertThatThrownBy(() -> LogicalChannel.open(Dialogue.of("00 70 00 00 01 > 14 90 00")))
                .hasMessageContaining("number 20");
        assertThatThrownBy(() -> LogicalChannel.open(Dialogue.of("00 70 00 00 01 > 90 00")))
                .hasMessageContaining("no number");
    }

    @Test
    void transmit_rejects_closed_channels_and_classes_without_channels() {
        LogicalChannel channel = LogicalChannel.open(Dialogue.of("00 70 00 00 01 > 01 90 00", "01 70 80 01 > 90 00"));
        assertThatThrownBy(() -> channel.transmit("A0 A4 00 00 02 3F00")).isInstanceOf(IllegalArgumentException.class);
        channel.close();
        channel.close();
        assertThatThrownBy(() -> channel.transmit(Bytes.hex("00A40400"))).hasMessageContaining("closed");
    }
}
