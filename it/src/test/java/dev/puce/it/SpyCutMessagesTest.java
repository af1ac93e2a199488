package dev.puce.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.it.FaultyDaemon.Exchange;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs and daemons that die after any byte of a conversation, with both generations of the protocol.
///
/// The other side gets exactly the bytes that were sent. The trace gives the length of the unfinished message.
/// puce continues.
@Timeout(120)
class SpyCutMessagesTest {
    private static final int EVERYTHING = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void conversation_may_be_cut_at_every_byte(int minor) throws Exception {
        var conversation = conversation(minor);
        var command = CommandResult.puceCommand(
                "spy",
                "-q",
                "--daemon-socket",
                folder.resolve("daemon").toString(),
                "--listen",
                relay().toString(),
                "-o",
                recording().toString());
        try (var daemon = FaultyDaemon.at(folder.resolve("daemon"), conversation);
                var spy = RunningProgram.start(Map.of(), command)) {
            spy.await("puce: Listening", 0);
            int asked = bytes(conversation, Exchange::request);
            int answered = bytes(conversation, Exchange::reply);

            for (int sent = 1; sent < asked; sent++) {
                converse(conversation, sent);
                assertThat(daemon.awaitHeard()).as("from a program that dies").isEqualTo(sent);
            }
            for (int sent = 1; sent < answered; sent++) {
                daemon.breakAfter(sent);
                assertThat(converse(conversation, EVERYTHING))
                        .as("from a daemon that dies")
                        .isEqualTo(sent);
                daemon.awaitHeard();
            }
            daemon.breakAfter(EVERYTHING);
            assertThat(converse(conversation, EVERYTHING)).isEqualTo(answered);

            spy.terminate();
            assertThat(spy.awaitEnd()).as(spy.output()).isZero();
        }
        assertThat(recorded("of an unfinished request")).isEqualTo(insides(conversation, Exchange::request));
        assertThat(recorded("of an unfinished reply")).isEqualTo(insides(conversation, Exchange::reply));
        assertThat(recorded("bug")).isZero();
    }

    private static List<Exchange> conversation(int minor) {
        var reader = ReaderEntry.of("Reader", 1, 0x34, 1, Bytes.hex("3B00"), 2);
        var conversation = new ArrayList<>(List.of(
                Exchange.of(new Request.Version(4, minor), new Reply.Version(4, minor, 0)),
                Exchange.of(new Request.EstablishContext(2), new Reply.EstablishContext(7, 0))));
        if (minor >= 6) {
            conversation.add(Exchange.of(new Request.GetReadersStateSize(), new Reply.ReadersStateSize(1)));
            conversation.add(Exchange.of(new Request.GetReadersStateArray(), new Reply.ReadersState(List.of(reader))));
        }
        conversation.add(Exchange.of(new Request.Connect(7, "Reader", 2, 3), new Reply.Connect(9, 2, 0)));
        conversation.add(Exchange.of(
                new Request.Transmit(9, 2, 16, 3, 16, 258, Bytes.hex("00B0000010")),
                Reply.Transmit.success(1, 16, Bytes.hex("01029000"))));
        conversation.add(Exchange.of(new Request.ReleaseContext(7), new Reply.ReleaseContext(0)));
        return conversation;
    }

    private static int bytes(List<Exchange> conversation, Function<Exchange, ByteBuffer> side) {
        return conversation.stream()
                .mapToInt(exchange -> side.apply(exchange).remaining())
                .sum();
    }

    /// Counts the places for a cut that are inside messages.
    private static long insides(List<Exchange> conversation, Function<Exchange, ByteBuffer> side) {
        return (long) bytes(conversation, side) - conversation.size();
    }

    /// Has the conversation, and closes the connection after this many bytes.
    ///
    /// @return the number of answered bytes
    private int converse(List<Exchange> conversation, int most) throws IOException {
        int left = most;
        int received = 0;
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(relay()))) {
            for (var exchange : conversation) {
                var request = exchange.request().duplicate();
                request.limit(Math.min(request.limit(), left));
                left -= request.remaining();
                boolean whole = request.remaining() == exchange.request().remaining();
                channel.write(request);
                var reply = ByteBuffer.allocate(exchange.reply().remaining());
                if (whole) {
                    FaultyDaemon.readFully(channel, reply);
                }
                received += reply.position();
                if (reply.hasRemaining()) {
                    break;
                }
            }
        }
        return received;
    }

    private Path relay() {
        return folder.resolve("relay");
    }

    private Path recording() {
        return folder.resolve("recording");
    }

    private long recorded(String text) throws IOException {
        try (var lines = Files.lines(recording())) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }
}
