package dev.puce.it.smartcardio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.smartcardio.PcscFailure;
import dev.puce.smartcardio.PuceProvider;
import dev.puce.smartcardio.TerminalOptions;
import dev.puce.smartcardio.TerminalOptions.Commands;
import dev.puce.smartcardio.TerminalOptions.ExclusiveTo;
import dev.puce.smartcardio.TerminalOptions.SecondConnect;
import dev.puce.smartcardio.TerminalOptions.WithoutTerminals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;
import javax.smartcardio.CardNotPresentException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CardTerminals;
import javax.smartcardio.CardTerminals.State;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.TerminalFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The API of javax.smartcardio, method by method, as its specification says, on our own service through its
/// socket.
@Timeout(60)
class PuceProviderTest {
    private PcscService service;
    private final List<Bytes> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        service = PcscService.start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    // factories

    @Test
    void factories_have_two_types_and_take_four_kinds_of_parameters() throws Exception {
        String choice = "socket:" + service.socket();
        var provider = new PuceProvider();
        for (String type : List.of("PC/SC", "Puce")) {
            TerminalFactory factory = TerminalFactory.getInstance(type, choice, provider);
            assertThat(factory.getProvider()).isSameAs(provider);
            assertThat(factory.getType()).isEqualTo(type);
            assertThat(factory.terminals().list()).isEmpty();
        }
        assertThat(TerminalFactory.getInstance("PC/SC", Pcsc.open(choice), provider)
                        .terminals()
                        .list())
                .isEmpty();
        assertThat(TerminalFactory.getInstance("PC/SC", options(), provider)
                        .terminals()
                        .list())
                .isEmpty();
        assertThat(TerminalFactory.getInstance("PC/SC", null, provider)).isNotNull();
        assertThatThrownBy(() -> TerminalFactory.getInstance("PC/SC", 5, provider))
                .isInstanceOf(NoSuchAlgorithmException.class);
    }

    // CardTerminals

    @Test
    void terminals_are_listed_by_state() throws Exception {
        CardTerminals terminals = terminals(options());
        VirtualReader a = service.addReader("A");
        VirtualReader b = service.addReader("B");
        b.insert(echo());
        assertThat(names(terminals.list())).containsExactly(a.name(), b.name());
        assertThat(names(terminals.list(State.CARD_PRESENT))).containsExactly(b.name());
        assertThat(names(terminals.list(State.CARD_ABSENT))).containsExactly(a.name());
        assertThat(names(terminals.list(State.CARD_INSERTION))).containsExactly(b.name());
        assertThat(names(terminals.list(State.CARD_REMOVAL))).containsExactly(a.name());
        assertThatThrownBy(() -> terminals.list(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> terminals.list().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(terminals.getTerminal(a.name()).getName()).isEqualTo(a.name());
        assertThat(terminals.getTerminal("none")).isNull();
        assertThatThrownBy(() -> terminals.getTerminal(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void after_a_wait_insertions_and_removals_are_those_that_it_saw() throws Exception {
        CardTerminals terminals = terminals(options());
        VirtualReader a = service.addReader("A");
        VirtualReader b = service.addReader("B");
        assertThat(terminals.waitForChange(1)).isFalse();
        assertThat(terminals.list(State.CARD_REMOVAL)).isEmpty();
        a.insert(echo());
        assertThat(terminals.waitForChange(20_000)).isTrue();
        assertThat(names(terminals.list(State.CARD_INSERTION))).containsExactly(a.name());
        a.remove();
        b.insert(echo());
        List<String> removed = new ArrayList<>();
        List<String> inserted = new ArrayList<>();
        while (removed.isEmpty() || inserted.isEmpty()) {
            terminals.waitForChange();
            removed.addAll(names(terminals.list(State.CARD_REMOVAL)));
            inserted.addAll(names(terminals.list(State.CARD_INSERTION)));
        }
        assertThat(removed).containsExactly(a.name());
        assertThat(inserted).containsExactly(b.name());
    }

    @Test
    void a_change_between_two_waits_is_not_missed() throws Exception {
        CardTerminals terminals = terminals(options());
        VirtualReader a = service.addReader("A");
        terminals.waitForChange(1);
        a.insert(echo());
        a.remove();
        a.insert(echo());
        int changes = 0;
        while (changes < 2) { // a removal and an insertion at least, in one wait or in two
            assertThat(terminals.waitForChange(20_000)).isTrue();
            changes += terminals.list(State.CARD_INSERTION).size();
            changes += terminals.list(State.CARD_REMOVAL).size();
        }
        assertThat(terminals.list(State.CARD_PRESENT)).hasSize(1);
    }

    @Test
    void a_wait_without_terminals_fails_as_specified_or_waits_if_asked_to() throws Exception {
        CardTerminals terminals = terminals(options());
        assertThatThrownBy(() -> terminals.waitForChange(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> terminals.waitForChange(-1)).isInstanceOf(IllegalArgumentException.class);
        CardTerminals patient = terminals(options().withoutTerminals(WithoutTerminals.WAIT));
        assertThat(patient.waitForChange(1)).isFalse();
        service.addReader("A").insert(echo());
        assertThat(patient.waitForChange(20_000)).isTrue();
    }

    // CardTerminal

    @Test
    void a_terminal_tells_and_waits_for_presence_and_absence() throws Exception {
        VirtualReader reader = service.addReader("A");
        CardTerminal terminal = terminals(options()).list().getFirst();
        assertThat(terminal.isCardPresent()).isFalse();
        assertThat(terminal.waitForCardAbsent(0)).isTrue();
        assertThat(terminal.waitForCardPresent(1)).isFalse();
        reader.insert(echo());
        assertThat(terminal.waitForCardPresent(0)).isTrue();
        assertThat(terminal.isCardPresent()).isTrue();
        assertThat(terminal.waitForCardAbsent(1)).isFalse();
        reader.remove();
        assertThat(terminal.waitForCardAbsent(20_000)).isTrue();
        assertThatThrownBy(() -> terminal.waitForCardPresent(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> terminal.waitForCardAbsent(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void connecting_to_nothing_says_so_with_a_code() throws Exception {
        service.addReader("A");
        CardTerminal terminal = terminals(options()).list().getFirst();
        assertThatExceptionOfType(CardNotPresentException.class)
                .isThrownBy(() -> terminal.connect("*"))
                .withMessageContaining("insert a card")
                .satisfies(e -> assertThat(((PcscFailure) e).code()).isEqualTo(ReturnCode.NO_SMARTCARD));
        assertThatThrownBy(() -> terminal.connect("T=7")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> terminal.connect(null)).isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "T=1", "t=1", "T=CL", "EXCLUSIVE;*", "EXCLUSIVE;T=1", "RAW;*", "exclusive;raw;t=1"})
    void a_card_is_connected_with_every_protocol_that_fits(String protocol) throws Exception {
        Card card = card(echo(), options(), protocol);
        assertThat(card.getProtocol()).isEqualTo(protocol.equals("T=CL") ? "T=CL" : "T=1");
        assertThat(card.getATR().getBytes()).isEqualTo(ScriptedCard.ATR.toArray());
        assertThat(card.getBasicChannel()
                        .transmit(new CommandAPDU(0, 0x84, 0, 0, 8))
                        .getSW())
                .isEqualTo(0x9000);
        card.disconnect(false);
    }

    @Test
    void direct_connects_to_the_reader_and_t0_does_not_fit() throws Exception {
        service.addReader("A");
        CardTerminal terminal = terminals(options()).list().getFirst();
        Card reader = terminal.connect("DIRECT");
        assertThat(reader.getProtocol()).isEqualTo("DIRECT");
        assertThat(reader.getATR().getBytes()).isEmpty();
        assertThatExceptionOfType(CardException.class)
                .isThrownBy(() -> reader.transmitControlCommand(0x42000001, new byte[0]))
                .isInstanceOf(PcscFailure.class);
        assertThatThrownBy(() -> reader.transmitControlCommand(0, null)).isInstanceOf(NullPointerException.class);
        reader.disconnect(false);
        service.readers().getFirst().insert(echo());
        assertThatExceptionOfType(CardException.class)
                .isThrownBy(() -> terminal.connect("T=0"))
                .satisfies(e -> assertThat(((PcscFailure) e).code()).isEqualTo(ReturnCode.PROTO_MISMATCH));
    }

    @Test
    void a_second_connect_gives_the_same_card_while_it_is_there() throws Exception {
        Card card = card(echo(), options(), "*");
        CardTerminal terminal = lastTerminal;
        assertThat(terminal.connect("*")).isSameAs(card);
        assertThat(terminal.connect("T=1")).isSameAs(card);
        assertThatThrownBy(() -> terminal.connect("T=CL"))
                .isInstanceOf(CardException.class)
                .hasMessageContaining("already connected with T=1");
        card.disconnect(false);
        Card next = terminal.connect("*");
        assertThat(next).isNotSameAs(card);
        next.disconnect(true);
    }

    @Test
    void connect_can_open_a_private_connection() throws Exception {
        Card card = card(echo(), options().connecting(SecondConnect.NEW), "*");
        assertThat(lastTerminal.connect("*")).isNotSameAs(card);
    }

    // Card

    @Test
    void exclusive_access_belongs_to_its_thread() throws Exception {
        Card card = card(echo(), options(), "*");
        card.beginExclusive();
        assertThatThrownBy(card::beginExclusive).isInstanceOf(CardException.class);
        assertThat(inAnotherThread(() -> transmit(card.getBasicChannel()))).isInstanceOf(CardException.class);
        assertThat(inAnotherThread(card::endExclusive)).isInstanceOf(IllegalStateException.class);
        assertThat(transmit(card.getBasicChannel())).isEqualTo(0x9000);
        card.endExclusive();
        assertThatThrownBy(card::endExclusive).isInstanceOf(IllegalStateException.class);
        assertThat(inAnotherThread(() -> transmit(card.getBasicChannel()))).isNull();
    }

    @Test
    void exclusive_access_can_belong_to_all_threads_of_a_connection() throws Exception {
        Card card = card(echo(), options().exclusiveTo(ExclusiveTo.CONNECTION), "*");
        card.beginExclusive();
        assertThat(inAnotherThread(() -> transmit(card.getBasicChannel()))).isNull();
        assertThat(inAnotherThread(card::endExclusive)).isNull();
    }

    @Test
    void a_disconnected_card_refuses_everything_and_disconnecting_twice_is_fine() throws Exception {
        Card card = card(echo(), options(), "*");
        CardChannel channel = card.getBasicChannel();
        card.disconnect(false);
        card.disconnect(false);
        assertThatThrownBy(card::getBasicChannel).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(card::openLogicalChannel).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(card::beginExclusive).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(card::endExclusive).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(channel::getChannelNumber).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> transmit(channel)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> card.transmitControlCommand(1, new byte[0])).isInstanceOf(IllegalStateException.class);
    }

    // CardChannel

    @Test
    void commands_are_answered_in_objects_and_in_buffers() throws Exception {
        CardChannel channel = card(echo(), options(), "*").getBasicChannel();
        assertThat(channel.getChannelNumber()).isZero();
        assertThat(channel.transmit(new CommandAPDU(0, 0x84, 0, 0, 4)).getBytes())
                .isEqualTo(Bytes.hex("0084000004 9000").toArray());
        ByteBuffer command = ByteBuffer.wrap(Bytes.hex("FF 00 84 00 00 04 FF").toArray(), 1, 5);
        ByteBuffer response = ByteBuffer.allocate(10);
        response.position(2);
        assertThat(channel.transmit(command, response)).isEqualTo(7);
        assertThat(command.remaining()).isZero();
        assertThat(response.position()).isEqualTo(9);
        ByteBuffer again = ByteBuffer.wrap(Bytes.hex("00 84 00 00 04").toArray());
        assertThatThrownBy(() -> channel.transmit(again, again)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.transmit(again, response.asReadOnlyBuffer()))
                .isInstanceOf(ReadOnlyBufferException.class);
        assertThatThrownBy(() -> channel.transmit(again, ByteBuffer.allocate(6)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.transmit(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.transmit(null, response)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(channel::close).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_class_byte_is_that_of_the_channel() throws Exception {
        Card card = card(channels(), options(), "*");
        card.getBasicChannel().transmit(new CommandAPDU(0x01, 0x84, 0, 0));
        card.getBasicChannel().transmit(new CommandAPDU(0x81, 0x84, 0, 0));
        for (int number = 1; number <= 19; number++) {
            CardChannel channel = card.openLogicalChannel();
            assertThat(channel.getChannelNumber()).isEqualTo(number);
            channel.transmit(new CommandAPDU(0x00, 0x84, 0, 0));
            channel.transmit(new CommandAPDU(0x84, 0x84, 0, 0));
            if (number == 19) {
                channel.close();
                channel.close();
                assertThatThrownBy(() -> transmit(channel)).isInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(seen.stream()
                        .filter(command -> command.get(1) == 0x84)
                        .map(command -> "%02X".formatted(command.get(0))))
                .startsWith("00", "81", "01", "85", "02", "86", "03", "87", "40", "E0", "41")
                .endsWith("4F", "EF");
        assertThat(seen.getLast()).hasToString("4F 70 80 13");
        assertThatThrownBy(card::openLogicalChannel)
                .isInstanceOf(CardException.class)
                .hasMessageContaining("68 81");
    }

    @Test
    void manage_channel_is_refused_unless_commands_are_raw() throws Exception {
        CardChannel checked = card(channels(), options(), "*").getBasicChannel();
        var open = new CommandAPDU(0x00, 0x70, 0, 0, 1);
        assertThatThrownBy(() -> checked.transmit(open)).isInstanceOf(IllegalArgumentException.class);
        CardChannel raw =
                card(channels(), options().commands(Commands.RAW), "*").getBasicChannel();
        assertThat(raw.transmit(open).getSW()).isEqualTo(0x9000);
        raw.transmit(new CommandAPDU(0x02, 0x84, 0, 0));
        assertThat(seen.getLast()).hasToString("02 84 00 00");
    }

    @Test
    void a_wrong_length_is_corrected_and_the_rest_of_an_answer_fetched() throws Exception {
        var card = ScriptedCard.of(command -> switch (command.get(1)) {
            case 0xB0 -> Bytes.hex(command.length() == 5 && command.get(4) == 2 ? "0102 9000" : "6C02");
            case 0xC0 -> Bytes.hex("03 9000");
            default -> Bytes.hex("6101");
        });
        CardChannel channel = card(card, options(), "*").getBasicChannel();
        assertThat(channel.transmit(new CommandAPDU(0, 0xB0, 0, 0)).getData()).containsExactly(1, 2);
        assertThat(channel.transmit(new CommandAPDU(0, 0xA4, 4, 0, new byte[2], 256))
                        .getData())
                .containsExactly(3);
        CardChannel raw = card(card, options().policy(TransmitPolicy.RAW), "*").getBasicChannel();
        assertThat(raw.transmit(new CommandAPDU(0, 0xB0, 0, 0)).getSW()).isEqualTo(0x6C02);
    }

    @Test
    void a_command_that_is_too_short_is_refused() throws Exception {
        CardChannel channel = card(echo(), options(), "*").getBasicChannel();
        assertThatThrownBy(() -> channel.transmit(ByteBuffer.wrap(new byte[3]), ByteBuffer.allocate(10)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // helpers

    private CardTerminal lastTerminal;

    private TerminalOptions options() {
        return TerminalOptions.fromProperties().backend(() -> Pcsc.open("socket:" + service.socket()));
    }

    private static CardTerminals terminals(TerminalOptions options) throws NoSuchAlgorithmException {
        return TerminalFactory.getInstance("PC/SC", options, new PuceProvider()).terminals();
    }

    private Card card(ScriptedCard card, TerminalOptions options, String protocol) throws Exception {
        VirtualReader reader = service.addReader("Reader " + service.readers().size());
        reader.insert(card);
        lastTerminal = terminals(options).getTerminal(reader.name());
        return lastTerminal.connect(protocol);
    }

    /// Answers with the command and 9000.
    private static ScriptedCard echo() {
        return ScriptedCard.of(command -> command.plus(Bytes.hex("9000")));
    }

    /// Opens channels 1 to 19, and remembers commands.
    private ScriptedCard channels() {
        var next = new int[] {1};
        return ScriptedCard.of(command -> {
            seen.add(command);
            boolean opens = CommandApdu.tryParse(command)
                    .filter(apdu -> apdu.ins() == 0x70 && apdu.p1() == 0)
                    .isPresent();
            if (!opens) {
                return Bytes.hex("9000");
            }
            return next[0] > 19 ? Bytes.hex("6881") : Bytes.of(next[0]++, 0x90, 0x00);
        });
    }

    private static int transmit(CardChannel channel) throws CardException {
        return channel.transmit(new CommandAPDU(0, 0x84, 0, 0, 8)).getSW();
    }

    private static List<String> names(List<CardTerminal> terminals) {
        return terminals.stream().map(CardTerminal::getName).toList();
    }

    /// The exception of the action in another thread, or null.
    private static Throwable inAnotherThread(Action action) throws InterruptedException {
        var thrown = new Throwable[1];
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        action.run();
                    } catch (CardException | RuntimeException e) {
                        thrown[0] = e;
                    }
                })
                .join();
        return thrown[0];
    }

    @FunctionalInterface
    private interface Action {
        void run() throws CardException;
    }
}
