package dev.puce.cards.apdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.cards.status.StatusWordException;
import dev.puce.iso7816.Bytes;
import org.junit.jupiter.api.Test;

class LogicalChannelTest {
    @Test
    void a_channel_is_opened_used_in_its_class_and_closed() {
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
    void channels_above_3_have_the_further_interindustry_class() {
        var card = Dialogue.of("00 70 00 00 01 > 13 90 00", "4F A4 04 00 > 90 00", "4F 70 80 13 > 90 00");
        try (LogicalChannel channel = LogicalChannel.open(card)) {
            assertThat(channel.transmit("00 A4 04 00").status().isOk()).isTrue();
        }
        card.requireFinished();
    }

    @Test
    void a_card_without_channels_says_so_by_its_status_word() {
        var card = Dialogue.of("00 70 00 00 01 > 68 81");
        assertThatThrownBy(() -> LogicalChannel.open(card))
                .isInstanceOf(StatusWordException.CheckingError.class)
                .hasMessageContaining("6881");
    }

    @Test
    void a_number_that_no_channel_has_is_refused() {
        assertThatThrownBy(() -> LogicalChannel.open(Dialogue.of("00 70 00 00 01 > 14 90 00")))
                .hasMessageContaining("number 20");
        assertThatThrownBy(() -> LogicalChannel.open(Dialogue.of("00 70 00 00 01 > 90 00")))
                .hasMessageContaining("no number");
    }

    @Test
    void a_closed_channel_and_a_class_without_channels_are_refused() {
        LogicalChannel channel = LogicalChannel.open(Dialogue.of("00 70 00 00 01 > 01 90 00", "01 70 80 01 > 90 00"));
        assertThatThrownBy(() -> channel.transmit("A0 A4 00 00 02 3F00")).isInstanceOf(IllegalArgumentException.class);
        channel.close();
        channel.close();
        assertThatThrownBy(() -> channel.transmit(Bytes.hex("00A40400"))).hasMessageContaining("closed");
    }
}
