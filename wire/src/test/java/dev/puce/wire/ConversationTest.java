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
    void the_cut_does_not_matter(int minor) {
        long seed = System.nanoTime();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 30; i++) {
            var dialogue = new RandomMessages(random).dialogue(new ProtocolVersion(4, minor), 20);
            assertThat(dialogue.heard()).as("seed %d, round %d", seed, i).isEqualTo(dialogue.expected());
            assertThat(dialogue.heardInPieces(random))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(dialogue.expected());
            assertThat(dialogue.heardByteByByte())
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(dialogue.expected());
        }
    }

    /// However a connection breaks off, what was complete is there, what was not is counted, and nothing is
    /// thrown.
    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void a_connection_may_end_at_every_byte(int minor) {
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
        int heard = 0;
        for (int end = 0; end <= dialogue.length(); end++) {
            List<Message> prefix = dialogue.heardUpTo(end);
            var closed = (Message.Closed) prefix.removeLast();
            List<Object> contents =
                    prefix.stream().map(WrittenConversation::content).toList();
            heard = contents.size();
            // A list of states of unknown length that breaks off may look like a shorter one.
            if (closed.unfinishedReply() > 0
                    || contents.isEmpty()
                    || !(contents.getLast() instanceof Reply.ReadersState)) {
                assertThat(contents).as("seed %d, end %d", seed, end).isEqualTo(all.subList(0, heard));
            }
        }
        assertThat(heard).isEqualTo(all.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 16, 48, 255})
    void any_number_of_states_is_understood_in_protocols_that_do_not_say_it(int count) {
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
        assertHeard(dialogue);
    }

    @Test
    void the_first_wait_may_be_answered_and_notified_before_the_client_goes_on() {
        var padded = new Reply.ReadersState(
                Collections.nCopies(48, new ReaderEntry("Reader", 1, 4, 0, Bytes.of(new byte[33]), 0, 0)));
        assertHeard(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_4)
                .ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_4), padded)
                .event(Reply.Event.CANCELLED)
                .ask(STATUS, new Reply.Status(0)));
    }

    @Test
    void a_refused_version_is_followed_by_another() {
        assertHeard(new WrittenConversation()
                .ask(new Request.Version(4, 6), new Reply.Version(4, 4, 0x8010001E))
                .ask(new Request.Version(4, 4), new Reply.Version(4, 4, 0))
                .ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_4), states(16))
                .ask(STOP, STOPPED));
    }

    /// A race of protocol 4.6: the daemon registers at WAIT and answers SIZE later.
    @Test
    void an_event_may_overtake_the_answers_to_size_and_array() {
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
        assertHeard(dialogue);
    }

    @Test
    void a_list_that_begins_with_an_unused_entry_is_no_event() {
        var gap = new Reply.ReadersState(List.of(
                new ReaderEntry("", 0, 0, 0, Bytes.of(new byte[33]), 34, 0),
                new ReaderEntry("Reader", 1, 4, 0, Bytes.of(new byte[33]), 0, 0)));
        assertHeard(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_6)
                .ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_6))
                .ask(new Request.GetReadersStateSize(), new Reply.ReadersStateSize(2))
                .ask(new Request.GetReadersStateArray(), gap)
                .ask(STOP, STOPPED));
    }

    @Test
    void two_waits_get_two_events() {
        assertHeard(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_6)
                .ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_6))
                .ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_6))
                .event(Reply.Event.CHANGED)
                .event(Reply.Event.CHANGED)
                .ask(STOP)
                .ask(STATUS, new Reply.Status(0)));
    }

    @Test
    void a_client_may_ask_again_before_it_has_an_answer() {
        var release = new Request.ReleaseContext(5);
        assertHeard(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_6)
                .ask(STATUS)
                .ask(release)
                .answer(STATUS, new Reply.Status(0x80100069))
                .answer(release, new Reply.ReleaseContext(0)));
    }

    @Test
    void an_unknown_command_passes_with_whatever_answers_it() {
        var answer =
                new Reply.Unexpected(Bytes.hex("0102030405"), 5, "answer to command 0x18, which puce does not know");
        assertHeard(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_6)
                .ask(new Request.Unknown(0x18, Bytes.hex("CAFE")), answer)
                .ask(STATUS, new Reply.Status(0)));
    }

    @Test
    void an_answer_that_does_not_fit_is_reported_and_the_next_request_understood() {
        assertHeard(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_6)
                .ask(STATUS)
                .raw(Direction.TO_CLIENT, ByteBuffer.wrap("something else".getBytes(StandardCharsets.US_ASCII)))
                .expect("TO_CLIENT 14 not understood")
                .ask(STATUS, new Reply.Status(0)));
    }

    @Test
    void a_request_that_no_client_sends_is_reported_and_the_next_one_found() {
        assertHeard(new WrittenConversation()
                .negotiate(ProtocolVersion.V4_6)
                .raw(
                        Direction.TO_DAEMON,
                        ByteBuffer.wrap(Bytes.hex("FFFFFFFF 0B000000 AABBCCDD").toArray()))
                .expect("TO_DAEMON 8 not understood")
                .expect("TO_DAEMON 4 not understood")
                .ask(STATUS, new Reply.Status(0)));
    }

    @Test
    void a_request_that_is_all_header_is_heard_at_once_after_one_that_no_client_sends() {
        var heard = new ArrayList<Object>();
        var conversation = new Conversation(message -> heard.add(WrittenConversation.content(message)));
        conversation.fromClient(
                ByteBuffer.wrap(Bytes.hex("FFFFFFFF 0B000000 AABBCCDD")
                        .plus(Bytes.from(RequestEncoder.encode(new Request.GetReadersStateSize())))
                        .toArray()),
                0);
        assertThat(heard).endsWith(new Request.GetReadersStateSize());
    }

    @Test
    void after_missed_bytes_the_agreed_version_is_still_known() {
        var heard = new ArrayList<Object>();
        var conversation = new Conversation(message -> heard.add(WrittenConversation.content(message)));
        conversation.fromClient(RequestEncoder.encode(new Request.Version(4, 4)), 0);
        conversation.fromDaemon(ReplyEncoder.encode(new Request.Version(4, 4), new Reply.Version(4, 4, 0)), 0);
        conversation.fromClient(RequestEncoder.encode(STATUS).limit(5), 0);
        conversation.missed(1000, 0);
        conversation.fromClient(RequestEncoder.encode(STATUS), 0);
        conversation.fromDaemon(ReplyEncoder.encode(STATUS, new Reply.Status(0)), 0);
        assertThat(conversation.version()).hasValue(ProtocolVersion.V4_4);
        assertThat(heard).endsWith("TO_CLIENT 1000 not understood", STATUS, new Reply.Status(0));
    }

    @Test
    void garbage_is_counted_and_not_kept() {
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

    private static void assertHeard(WrittenConversation dialogue) {
        assertThat(dialogue.heard()).isEqualTo(dialogue.expected());
        assertThat(dialogue.heardByteByByte()).isEqualTo(dialogue.expected());
    }
}
