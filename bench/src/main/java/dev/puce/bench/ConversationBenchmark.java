package dev.puce.bench;

import dev.puce.iso7816.Bytes;
import dev.puce.wire.Conversation;
import dev.puce.wire.Message;
import dev.puce.wire.Reply;
import dev.puce.wire.ReplyEncoder;
import dev.puce.wire.Request;
import dev.puce.wire.RequestEncoder;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long does it take, and what is allocated, to understand one SCardTransmit that passed the relay? It
/// happens beside the application's way, but a recorder must keep up with all of them.
///
///     java -cp 'bench/target/classes:bench/target/lib/*' org.openjdk.jmh.Main ConversationBenchmark -prof gc
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ConversationBenchmark {
    private static final Request.Transmit REQUEST =
            new Request.Transmit(0x34FCDEB8, 2, 16, 3, 16, 258, Bytes.hex("00B0000010"));
    private static final Reply.Transmit REPLY =
            Reply.Transmit.success(1, 16, Bytes.hex("000102030405060708090A0B0C0D0E0F9000"));

    private final ByteBuffer request = RequestEncoder.encode(REQUEST);
    private final ByteBuffer reply = ReplyEncoder.encode(REQUEST, REPLY);
    private final Conversation conversation = new Conversation(message -> last = message);
    private Message last;

    /// First the answer must be right.
    @Setup
    public void check() {
        if (!(transmit() instanceof Message.Answered answered
                && answered.reply().equals(REPLY))) {
            throw new IllegalStateException("not understood: " + last);
        }
    }

    /// Request and answer, each in one piece, as the relay mostly sees them.
    @Benchmark
    public Message transmit() {
        conversation.fromClient(request.rewind(), 1);
        conversation.fromDaemon(reply.rewind(), 2);
        return last;
    }
}
