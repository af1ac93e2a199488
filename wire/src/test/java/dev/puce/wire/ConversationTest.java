package dev.puce.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {
    private static final Request.Status STATUS = new Request.Status(0x34FCDEB8);
    private static final Request STOP = Request.StopWaitingReaderStateChange.of(ProtocolVersion.V4_6);
    private static final Reply STOPPED = new Reply.StopWaitingReaderStateChange(0, 0);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6})
    void decoding_is_independent_of_the_pieces(int minor) {
        long seed = System.nanoTime();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 30; i++) {
            var dialogue = new RandomMessages(random).dialogue(new ProtocolVersion(4, minor), 20);
            assertThat(dialogue.decoded()).as("seed %d, round %d", seed, i).isEqualTo(dialogue.expected());
            assertThat(dialogue.decodedInPieces(random))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(dialogue.expected());
            assertThat(dialogue.decodedByteByByte())
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(dialogue.expected());
        }
    }

    /// Wherever a connection ends: complete messages are decoded, incomplete bytes are counted, and nothing is
    /// thrown.
    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void connections_may_end_at_any_byte(int minor) {
        long seed = System.nanoTime();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var version = new ProtocolVersion(4, minor);
        var messages = new RandomMessages(random);
        var dialogue = new WrittenConversation()
                .negotiate(version)
                .ask(STATUS, new Reply.Status(0))
                .ask(Request.WaitReaderStateChange.of(version));
        if (version.waitAnswersStates()) {
            dialogue.answer(Request.WaitReaderStateChange.of(version), new Reply.ReadersState(messages.entries(16)));
        } else {
            dialogue.ask(new Request.GetReadersStateSize(), new Reply.ReadersStateSize(3))
                    .ask(new Request.GetReadersStateArray(), new Reply.ReadersState(messages.entries(3)));
        }
        dialogue.ask(STOP, STOPPED);
        var transmit = new Request.Transmit(7, 2, 16, 3, 16, 258, Bytes.hex("00B0000010"));
        dialogue.ask(transmit, Reply.Transmit.success(1, 16, Bytes.hex("01029000")));

        List<Object> all = dialogue.expected();
        int decoded = 0;
        for (int end = 0; end <= dialogue.length(); end++) {
            List<Message> prefix = dialogue.decodedUpTo(end);
            var closed = (Message.Closed) prefix.removeLast();
            List<Object> contents =
                    prefix.stream().map(WrittenConversation::content).toList();
            decoded = contents.size();
            // A truncated list of states of unknown length may look like a shorter list.
            if (closed.unfinishedReply() > 0
                    || contents.isEmpty()
                    || !(contents.getLast() instanceof Reply.ReadersState)) {
                assertThat(contents).as("seed %d, end %d", seed, end).isEqualTo(all.subList(0, decoded));
            }
        }
        assertThat(decoded).isEqualTo(all.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 16, 48, 255})
    void number_of_states_is_inferred_in_protocols_that_do_not_transmit_it(int count) {
        var states =
                new Reply.ReadersState(Collections.nCopies(count, ReaderEntry.of("Reader", 1, 4, 0, Bytes.EMPTY, 0)));
        var padded = new Reply.ReadersState(states.entries().stream()
                .map(_ -> new ReaderEntry("Reader", 1, 4, 0, Bytes.of(new byte[33]), 0, 0))
                .toList());
        var dialogue = new WrittenConversation().negotiate(ProtocolVersion.V4_4);
        dialogue.ask(new Request.GetReadersState(), padded).ask(STATUS, new Reply.Status(0));
        dialogue.ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_4), padded)
                .event(Reply.Event.CHANGED)
                .ask(STATUS, new Reply.Status(0));
        assertDecoded(dialogue);
    }

    @Test
    void reply_and_event_of_the_first_wait_may_arrive_before_the_next_request() {
        var padded = new Reply.ReadersState(
                Collections.nCopies(48, new ReaderEntry("Reader", 1, 4, 0, Bytes.of(new byte[33]), 0, 0)));
        assertDecoded(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_4)
                .ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_4), padded)
                .event(Reply.Event.CANCELLED)
                .ask(STATUS, new Reply.Status(0)));
    }

    @Test
    void client_may_propose_another_version_after_a_refusal() {
        assertDecoded(new WrittenConversation()
                .ask(new Request.Version(4, 6), new Reply.Version(4, 4, 0x8010001E))
                .ask(new Request.Version(4, 4), new Reply.Version(4, 4, 0))
                .ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_4), states(16))
                .ask(STOP, STOPPED));
    }

    /// A race of protocol 4.6: the daemon registers at WAIT and replies to SIZE later.
    @Test
    void event_may_overtake_the_replies_to_size_and_array() {
        var dialogue = new WrittenConversation().negotiate(ProtocolVersion.V4_6);
        dialogue.ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_6));
        dialogue.ask(new Request.GetReadersStateSize()).event(Reply.Event.CHANGED);
        dialogue.answer(new Request.GetReadersStateSize(), new Reply.ReadersStateSize(2));
        dialogue.ask(STOP);
        dialogue.ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_6));
        dialogue.ask(new Request.GetReadersStateSize(), new Reply.ReadersStateSize(2));
        dialogue.ask(new Request.GetReadersStateArray()).event(Reply.Event.CANCELLED);
        dialogue.answer(new Request.GetReadersStateArray(), states(2));
        dialogue.ask(STATUS, new Reply.Status(0));
        assertDecoded(dialogue);
    }

    @Test
    void list_that_starts_with_an_unused_entry_is_not_an_event() {
        var gap = new Reply.ReadersState(List.of(
                new ReaderEntry("", 0, 0, 0, Bytes.of(new byte[33]), 34, 0),
                new ReaderEntry("Reader", 1, 4, 0, Bytes.of(new byte[33]), 0, 0)));
        assertDecoded(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_6)
                .ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_6))
                .ask(new Request.GetReadersStateSize(), new Reply.ReadersStateSize(2))
                .ask(new Request.GetReadersStateArray(), gap)
                .ask(STOP, STOPPED));
    }

    @Test
    void two_waits_get_two_events() {
        assertDecoded(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_6)
                .ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_6))
                .ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_6))
                .event(Reply.Event.CHANGED)
                .event(Reply.Event.CHANGED)
                .ask(STOP)
                .ask(STATUS, new Reply.Status(0)));
    }

    @Test
    void client_may_send_a_request_before_the_previous_reply() {
        var release = new Request.ReleaseContext(5);
        assertDecoded(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_6)
                .ask(STATUS)
                .ask(release)
                .answer(STATUS, new Reply.Status(0x80100069))
                .answer(release, new Reply.ReleaseContext(0)));
    }

    @Test
    void unknown_commands_and_their_replies_are_values() {
        var answer =
                new Reply.Unexpected(Bytes.hex("0102030405"), 5, "reply to command 0x18, which puce does not know");
        assertDecoded(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_6)
                .ask(new Request.Unknown(0x18, Bytes.hex("CAFE")), answer)
                .ask(STATUS, new Reply.Status(0)));
    }

    @Test
    void decoding_continues_at_the_next_request_after_an_unexpected_reply() {
        assertDecoded(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_6)
                .ask(STATUS)
                .raw(Direction.TO_CLIENT, ByteBuffer.wrap("something else".getBytes(StandardCharsets.US_ASCII)))
                .expect("TO_CLIENT 14 not understood")
                .ask(STATUS, new Reply.Status(0)));
    }

    @Test
    void decoding_continues_at_the_next_header_after_a_malformed_request() {
        assertDecoded(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_6)
                .raw(
                        Direction.TO_DAEMON,
                        ByteBuffer.wrap(Bytes.hex("FFFFFFFF 0B000000 AABBCCDD").toArray()))
                .expect("TO_DAEMON 8 not understood")
                .expect("TO_DAEMON 4 not understood")
                .ask(STATUS, new Reply.Status(0)));
    }

    @Test
    void request_without_a_body_is_decoded_immediately_after_a_malformed_request() {
        var decoded = new ArrayList<Object>();
        var conversation = new Conversation(message -> decoded.add(WrittenConversation.content(message)));
        conversation.fromClient(
                ByteBuffer.wrap(Bytes.hex("FFFFFFFF 0B000000 AABBCCDD")
                        .plus(Bytes.from(RequestEncoder.encode(new Request.GetReadersStateSize())))
                        .toArray()),
                0);
        assertThat(decoded).endsWith(new Request.GetReadersStateSize());
    }

    @Test
    void negotiated_version_is_kept_after_missed_bytes() {
        var decoded = new ArrayList<Object>();
        var conversation = new Conversation(message -> decoded.add(WrittenConversation.content(message)));
        conversation.fromClient(RequestEncoder.encode(new Request.Version(4, 4)), 0);
        conversation.fromDaemon(ReplyEncoder.encode(new Request.Version(4, 4), new Reply.Version(4, 4, 0)), 0);
        conversation.fromClient(RequestEncoder.encode(STATUS).limit(5), 0);
        conversation.missed(1000, 0);
        conversation.fromClient(RequestEncoder.encode(STATUS), 0);
        conversation.fromDaemon(ReplyEncoder.encode(STATUS, new Reply.Status(0)), 0);
        assertThat(conversation.version()).hasValue(ProtocolVersion.V4_4);
        assertThat(decoded).endsWith("TO_CLIENT 1000 not understood", STATUS, new Reply.Status(0));
    }

    @Test
    void random_bytes_do_not_throw() {
        long seed = System.nanoTime();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 50; i++) {
            var conversation = new Conversation(_ -> {});
            conversation.fromClient(ByteBuffer.wrap(new RandomMessages(random).garbage(100_000)), 0);
            conversation.fromDaemon(ByteBuffer.wrap(new RandomMessages(random).garbage(100_000)), 0);
            conversation.closed(Direction.TO_CLIENT, 0);
        }
    }

    private static Reply.ReadersState states(int count) {
        return new Reply.ReadersState(
                Collections.nCopies(count, new ReaderEntry("Reader", 1, 4, 0, Bytes.of(new byte[33]), 0, 0)));
    }

    private static void assertDecoded(WrittenConversation dialogue) {
        assertThat(dialogue.decoded()).isEqualTo(dialogue.expected());
        assertThat(dialogue.decodedByteByByte()).isEqualTo(dialogue.expected());
    }
}
