package dev.puce.it.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cards.Card;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.Readers;
import dev.puce.cards.part10.PinEntry;
import dev.puce.cards.part10.PinModify;
import dev.puce.cards.part10.PinPad;
import dev.puce.cards.part10.PinVerify;
import dev.puce.cards.status.StatusCheck;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.it.PinForgettingCard;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Feature;
import dev.puce.pcsc.Pcsc;
import dev.puce.service.PcscService;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.service.reader.VirtualPinPad.Behaviour;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The PIN pad commands of the library with the PIN pad of our virtual reader. Both were written from the
/// specification.
@Timeout(60)
class PinPadTest {
    private final List<Bytes> seen = new CopyOnWriteArrayList<>();

    @Test
    void pad_sends_the_pin_to_the_card() throws IOException {
        withPad(dev.puce.service.reader.VirtualPinPad.typing("1234"), card -> {
            PinPad pad = card.pinPad().orElseThrow();
            assertThat(pad.features().has(Feature.VERIFY_PIN_DIRECT)).isTrue();
            assertThat(pad.verify(PinVerify.ascii(0x80, PinEntry.digits(4, 8))).status())
                    .isEqualTo(StatusWord.OK);
            assertThat(seen.getLast()).isEqualTo(Bytes.hex("00 20 00 80 08 31323334FFFFFFFF"));
        });
    }

    @Test
    void pad_changes_the_pin() throws IOException {
        withPad(dev.puce.service.reader.VirtualPinPad.typing("1234").changingTo("98765"), card -> {
            PinPad pad = card.pinPad().orElseThrow();
            assertThat(pad.modify(PinModify.ascii(0x81, PinEntry.digits(4, 8))).status())
                    .isEqualTo(StatusWord.OK);
            assertThat(seen.getLast()).isEqualTo(Bytes.hex("00 24 00 81 10 31323334FFFFFFFF 3938373635FFFFFF"));
        });
    }

    @Test
    void results_distinguish_cancel_and_short_pin() throws IOException {
        var cancelling = new dev.puce.service.reader.VirtualPinPad("1234", "1234", "1234", Behaviour.CANCELS);
        withPad(
                cancelling,
                card -> assertThat(card.pinPad()
                                .orElseThrow()
                                .verify(PinVerify.ascii(0x80, PinEntry.digits(4, 8)))
                                .status()
                                .value())
                        .isEqualTo(PinPad.CANCELLED));
        withPad(
                dev.puce.service.reader.VirtualPinPad.typing("12"),
                card -> assertThat(card.pinPad()
                                .orElseThrow()
                                .verify(PinVerify.ascii(0x80, PinEntry.digits(4, 8)))
                                .status()
                                .value())
                        .isEqualTo(PinPad.WRONG_SIZE));
    }

    @Test
    void reader_reports_its_properties_and_attributes() throws IOException {
        withPad(dev.puce.service.reader.VirtualPinPad.typing("1234"), card -> {
            var properties = card.features().tlvProperties(card).orElseThrow();
            assertThat(properties.maxPinSize()).isNotEmpty();
            assertThat(card.features().pinProperties(card)).isPresent();
            assertThat(card.textAttribute(Attribute.VENDOR_NAME)).hasValue("puce");
            assertThat(card.attribute(Attribute.ATR_STRING)).hasValue(GuideCard.ATR);
            assertThat(card.attribute(new Attribute(0x12345678))).isEmpty();
        });
    }

    @Test
    void status_word_checker_checks_only_commands() throws IOException {
        withPad(
                dev.puce.service.reader.VirtualPinPad.typing("12"),
                ConnectOptions.shared().intercept(new StatusCheck()),
                card -> {
                    assertThat(card.attribute(Attribute.ATR_STRING)).hasValue(GuideCard.ATR);
                    assertThat(card.features().codes()).isNotEmpty();
                    assertThat(card.pinPad()
                                    .orElseThrow()
                                    .verify(PinVerify.ascii(0x80, PinEntry.digits(4, 8)))
                                    .status()
                                    .value())
                            .as("the reader's word, which no card has said")
                            .isEqualTo(PinPad.WRONG_SIZE);
                });
    }

    private void withPad(dev.puce.service.reader.VirtualPinPad pad, Consumer<Card> test) throws IOException {
        withPad(pad, ConnectOptions.shared(), test);
    }

    private void withPad(dev.puce.service.reader.VirtualPinPad pad, ConnectOptions options, Consumer<Card> test)
            throws IOException {
        try (var service = PcscService.start();
                var pcsc = Pcsc.open("socket:" + service.socket());
                var readers = Readers.over(pcsc)) {
            service.addReader("Pad", ReaderProfile.SIMPLE.withPinPad(pad)).insert(new RememberingCard(seen));
            try (Card card = readers.require("Pad").connect(options)) {
                test.accept(card);
            }
        }
    }

    /// Answers 9000 to every command, and keeps the commands.
    private static final class RememberingCard extends PinForgettingCard {
        private final List<Bytes> seen;

        RememberingCard(List<Bytes> seen) {
            super(GuideCard.ATR);
            this.seen = seen;
        }

        @Override
        public Bytes transmit(Bytes command) {
            seen.add(CommandApdu.tryParse(command).orElseThrow().encode());
            return Bytes.hex("9000");
        }
    }
}
