package dev.puce.fuzz;

import dev.puce.wire.Conversation;
import dev.puce.wire.Message;
import dev.puce.wire.ReplyEncoder;
import dev.puce.wire.Request;
import dev.puce.wire.RequestDecoder;
import dev.puce.wire.RequestEncoder;
import java.util.ArrayList;
import java.util.List;

/// Any bytes in both directions: decoding never throws, the cut does not matter, and decoded messages can
/// be written again.
public final class ConversationFuzzer {
    private ConversationFuzzer() {}

    /// Entry point of Jazzer.
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.read(input);
        var messages = new ArrayList<Message>();
        pieces.feed(new Conversation(messages::add));
        Allocation.check(input.length, () -> pieces.feed(new Conversation(_ -> {})));
        messages.forEach(ConversationFuzzer::writeAgain);

        var again = new ArrayList<Message>();
        pieces.feedByteByByte(new Conversation(again::add));
        if (!timeless(messages).equals(timeless(again))) {
            throw new AssertionError("the cut matters:\n" + timeless(messages) + "\n" + timeless(again));
        }
    }

    private static void writeAgain(Message message) {
        switch (message) {
            case Message.Asked asked -> {
                var read = new RequestDecoder().next(RequestEncoder.encode(asked.request()));
                if (!read.orElseThrow().equals(asked.request())) {
                    throw new AssertionError("written and read again, " + asked.request() + " is " + read);
                }
            }
            case Message.Answered answered
            when !(answered.asked().request() instanceof Request.Unknown) ->
                ReplyEncoder.encode(answered.asked().request(), answered.reply());
            default -> {}
        }
    }

    /// The messages without their times.
    private static List<Object> timeless(List<Message> messages) {
        return messages.stream().map(ConversationFuzzer::timeless).toList();
    }

    private static Object timeless(Message message) {
        return switch (message) {
            case Message.Asked asked -> asked.request();
            case Message.Answered answered -> List.of(answered.asked().request(), answered.reply());
            case Message.Notified notified -> notified.event();
            case Message.NotUnderstood lost ->
                List.of(lost.direction(), lost.beginning(), lost.length(), lost.reason());
            case Message.Closed closed -> List.of(closed.unfinishedRequest(), closed.unfinishedReply());
        };
    }
}
