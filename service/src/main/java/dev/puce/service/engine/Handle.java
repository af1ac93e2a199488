package dev.puce.service.engine;

import dev.puce.pcsc.ReturnCode;

/// A connection of a client to a reader, identified by an `SCARDHANDLE`.
final class Handle {
    final int number;
    final Client client;
    final EngineReader reader;
    private ReturnCode event = ReturnCode.SUCCESS;

    Handle(int number, Client client, EngineReader reader) {
        this.number = number;
        this.client = client;
        this.reader = reader;
    }

    /// Returns the last event of the card that other clients or the user caused: [ReturnCode#RESET_CARD],
    /// [ReturnCode#REMOVED_CARD], or success. Only a reconnection clears it.
    ReturnCode event() {
        return event;
    }

    void flag(ReturnCode event) {
        this.event = event;
    }

    void clearEvent() {
        event = ReturnCode.SUCCESS;
    }
}
