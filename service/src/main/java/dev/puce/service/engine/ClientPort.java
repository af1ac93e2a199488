package dev.puce.service.engine;

import dev.puce.wire.Reply;
import dev.puce.wire.Request;

/// Receives the responses for one client. The engine calls exactly one of the answer methods per request. Until
/// then it accepts no other request of that client.
public interface ClientPort {
    /// Sends the response to a request.
    void answer(Request request, Reply reply);

    /// Sends the states of all readers as the response.
    ///
    /// @param all whether to send every entry; otherwise the 16 that old clients know
    void answerStates(boolean all);

    /// Ends the request without a response.
    void answerNothing();

    /// Closes the connection, because the client has violated the protocol.
    void answerByClosing();

    /// Sends an event that the client waits for, in addition to responses.
    void event(Reply.Event event);
}
