package dev.puce.service.engine;

import dev.puce.wire.Reply;
import dev.puce.wire.Request;

/// Where answers for one client go. The engine answers every request exactly once, by one of the methods; until then
/// it wants no other request of that client.
public interface ClientPort {
    /// The answer to a request.
    void answer(Request request, Reply reply);

    /// The answer is the states of all readers.
    ///
    /// @param all every entry; otherwise the 16 that old clients know
    void answerStates(boolean all);

    /// There is nothing to answer.
    void answerNothing();

    /// The client has done what no client does: the answer is that the connection is closed.
    void answerByClosing();

    /// Something the client waited for, besides all answers.
    void event(Reply.Event event);
}
