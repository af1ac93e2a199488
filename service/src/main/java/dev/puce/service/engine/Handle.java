package dev.puce.service.engine;

import dev.puce.pcsc.ReturnCode;

/// A connection of a client to a reader: what an `SCARDHANDLE` stands for.
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

    /// What happened to the card behind the handle's back: [ReturnCode#RESET_CARD], [ReturnCode#REMOVED_CARD], or
    /// success. The last event counts; only a reconnection clears it.
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
