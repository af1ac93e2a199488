package dev.puce.spy.assembler;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.TracedCall;
import dev.puce.wire.Conversation;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.ReplyEncoder;
import dev.puce.wire.Request;
import dev.puce.wire.RequestEncoder;
import java.util.ArrayList;
import java.util.List;

/// A conversation of one connection for tests, message by message, and the calls assembled from it.
abstract class PlayedConversation {
    static final long MILLISECOND = 1_000_000;
    static final ReaderEntry EMPTY = ReaderEntry.of("Reader", 1, 2, 0, Bytes.EMPTY, 0);
    static final ReaderEntry FULL = ReaderEntry.of("Reader", 2, 0x34, 0, Bytes.hex("3B00"), 1);

    final List<TracedCall> calls = new ArrayList<>();
    final CallAssembler assembler = new CallAssembler(calls::add);
    final Conversation conversation = new Conversation(message -> assembler.message(1, message));
    long nanos;

    /// Connects, and establishes a context.
    void establish(ProtocolVersion version) {
        assembler.opened(1, Recordings.caller(1), 0);
        exchange(new Request.Version(4, version.minor()), new Reply.Version(4, version.minor(), 0));
        exchange(new Request.EstablishContext(2), new Reply.EstablishContext(0x1234, 0));
    }

    void exchange(Request request, Reply reply) {
        ask(request);
        reply(request, reply);
    }

    void ask(Request request) {
        conversation.fromClient(RequestEncoder.encode(request), ++nanos);
    }

    void reply(Request request, Reply reply) {
        conversation.fromDaemon(ReplyEncoder.encode(request, reply), ++nanos);
    }

    void event(Reply.Event event) {
        conversation.fromDaemon(ReplyEncoder.encode(event), ++nanos);
    }

    void pause(long milliseconds) {
        nanos += milliseconds * MILLISECOND;
    }
}
