package dev.puce.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.testkit.Transcript;
import dev.puce.testkit.Transcript.Side;
import dev.puce.testkit.Transcripts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Decodes every recorded conversation and encodes it again. The result must equal the recorded bytes, in both
/// directions.
class RecordedConversationsTest {
    @TestFactory
    Stream<DynamicTest> recordings_are_decoded_and_encoded_without_loss() {
        return Transcripts.all().entrySet().stream().map(RecordedConversationsTest::losslessly);
    }

    @TestFactory
    Stream<DynamicTest> recordings_beside_the_repository_are_decoded_and_encoded_without_loss() {
        return Transcripts.shared().entrySet().stream().map(RecordedConversationsTest::losslessly);
    }

    @Test
    void client_1_9_9_and_daemon_2_5_1_use_4_4_although_the_reply_contains_4_6() {
        var conversation = new Conversation(_ -> {});
        Transcript transcript = Transcripts.named("c-status-timeout0");
        transcript.seen().forEach(line -> feed(conversation, line));
        assertThat(conversation.version()).hasValue(ProtocolVersion.V4_4);
        assertThat(messages(transcript, 1))
                .filteredOn(message ->
                        message instanceof Message.Answered answered && answered.reply() instanceof Reply.Version)
                .extracting(message -> ((Message.Answered) message).reply())
                .containsExactly(new Reply.Version(4, 6, 0));
    }

    @Test
    void unsolicited_events_are_distinguished_from_replies() {
        assertThat(messages(Transcripts.named("b-status-card-removed"), 1))
                .filteredOn(Message.Notified.class::isInstance)
                .containsExactly(new Message.Notified(Reply.Event.CHANGED, 353671000, 353671000));
        assertThat(messages(Transcripts.named("a-status-cancel"), 1))
                .filteredOn(Message.Notified.class::isInstance)
                .containsExactly(new Message.Notified(Reply.Event.CANCELLED, 307164000, 307164000));
    }

    /// The client sends STOP before it reads the reply to WAIT, and never reads that reply. Decoding must still
    /// succeed.
    @Test
    void decoding_succeeds_although_the_client_skips_a_reply() {
        List<Message> messages = messages(Transcripts.named("d-status-first"), 1);
        assertThat(messages).noneMatch(Message.NotUnderstood.class::isInstance);
        assertThat(messages.stream()
                        .filter(Message.Answered.class::isInstance)
                        .map(message ->
                                ((Message.Answered) message).reply().getClass().getSimpleName()))
                .containsExactly(
                        "Version",
                        "Version",
                        "EstablishContext",
                        "ReadersState",
                        "StopWaitingReaderStateChange",
                        "ReadersState",
                        "ReleaseContext");
    }

    private static DynamicTest losslessly(Map.Entry<String, Transcript> file) {
        return DynamicTest.dynamicTest(file.getKey(), () -> {
            for (int connection : connections(file.getValue())) {
                assertLossless(file.getValue(), connection);
            }
        });
    }

    private static void assertLossless(Transcript transcript, int connection) {
        var toDaemon = new ByteArrayOutputStream();
        var toClient = new ByteArrayOutputStream();
        for (Message message : messages(transcript, connection)) {
            switch (message) {
                case Message.Asked asked -> write(RequestEncoder.encode(asked.request()), toDaemon);
                case Message.Answered answered ->
                    write(ReplyEncoder.encode(answered.asked().request(), answered.reply()), toClient);
                case Message.Notified notified -> write(ReplyEncoder.encode(notified.event()), toClient);
                case Message.NotUnderstood unknown -> throw new AssertionError(unknown);
                case Message.Closed closed ->
                    assertThat(closed.unfinishedReply() + closed.unfinishedRequest())
                            .isZero();
            }
        }
        assertThat(Bytes.of(toDaemon.toByteArray())).isEqualTo(recorded(transcript, connection, Side.CLIENT));
        assertThat(Bytes.of(toClient.toByteArray())).isEqualTo(recorded(transcript, connection, Side.DAEMON));
    }

    private static List<Message> messages(Transcript transcript, int connection) {
        var messages = new ArrayList<Message>();
        var conversation = new Conversation(messages::add);
        transcript.seen().stream()
                .filter(line -> line.connection() == connection)
                .forEach(line -> feed(conversation, line));
        return messages;
    }

    private static void feed(Conversation conversation, Transcript.Seen line) {
        line.deliver(
                conversation::fromClient,
                conversation::fromDaemon,
                (side, nanos) ->
                        conversation.closed(side == Side.CLIENT ? Direction.TO_DAEMON : Direction.TO_CLIENT, nanos));
    }

    private static List<Integer> connections(Transcript transcript) {
        return transcript.seen().stream()
                .map(Transcript.Seen::connection)
                .distinct()
                .toList();
    }

    private static Bytes recorded(Transcript transcript, int connection, Side side) {
        return transcript.seen().stream()
                .filter(line -> line.connection() == connection && line.side() == side)
                .flatMap(line -> line.bytes().stream())
                .reduce(Bytes.EMPTY, Bytes::plus);
    }

    private static void write(ByteBuffer bytes, ByteArrayOutputStream out) {
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
}
