package dev.puce.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cards.Card;
import dev.puce.iso7816.Bytes;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CommandAPDU;
import org.junit.jupiter.api.Test;

@WithReader(card = "echo")
class ParametersTest {
    @Test
    void card_is_connected_to_the_first_reader(Card card, TestPcsc pcsc) {
        assertThat(card.reader()).isEqualTo(pcsc.reader().name());
        assertThat(card.transmit("80 10 00 00 03 010203").data()).isEqualTo(Bytes.hex("010203"));
    }

    @Test
    void terminal_of_the_jdk_is_the_first_reader(CardTerminal terminal, TestPcsc pcsc) throws Exception {
        assertThat(terminal.getName()).isEqualTo(pcsc.reader().name());
        var channel = terminal.connect("*").getBasicChannel();
        assertThat(channel.transmit(
                                new CommandAPDU(Bytes.hex("80 10 00 00 02 0405").toArray()))
                        .getData())
                .containsExactly(4, 5);
    }
}
