package dev.puce.service.engine;

import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The contexts of clients, their handles, and the numbers of both.
final class Contexts {
    private final int maxHandlesPerContext;
    private final Connections connections;
    private final Map<Integer, Client> clients = new HashMap<>();
    private final Map<Integer, Handle> handles = new HashMap<>();
    private final SecureRandom random = new SecureRandom();

    Contexts(Limits limits) {
        maxHandlesPerContext = limits.handlesPerContext();
        connections = new Connections(
                limits.handlesPerReader(), (client, reader) -> new Handle(freeNumber(handles), client, reader));
    }

    /// Returns the executor of CONNECT, RECONNECT and DISCONNECT.
    Connections connections() {
        return connections;
    }

    /// Returns the owner of a context.
    Optional<Client> client(int context) {
        return Optional.ofNullable(clients.get(context));
    }

    /// Establishes a context. A second context of a client replaces the first.
    Reply.EstablishContext establish(Client client, Request.EstablishContext request) {
        if (request.scope() < Scope.USER.value() || request.scope() > Scope.GLOBAL.value()) {
            return new Reply.EstablishContext(Client.NO_CONTEXT, ReturnCode.INVALID_VALUE.value());
        }
        clients.remove(client.context);
        client.context = freeNumber(clients);
        clients.put(client.context, client);
        return new Reply.EstablishContext(client.context, ReturnCode.SUCCESS.value());
    }

    /// Checks whether the client owns the context with this number.
    static ReturnCode checkOwn(Client client, int context) {
        if (client.context == Client.NO_CONTEXT) {
            return ReturnCode.INVALID_HANDLE;
        }
        return client.context == context ? ReturnCode.SUCCESS : ReturnCode.INVALID_VALUE;
    }

    /// Releases all handles of the client, one at a time. If the client had the lock and the card is unchanged,
    /// the card is reset, so that no other client can use a verified PIN.
    void release(Client client, Runnable then) {
        if (client.handles.isEmpty()) {
            clients.remove(client.context);
            client.context = Client.NO_CONTEXT;
            then.run();
            return;
        }
        Handle handle = client.handles.firstEntry().getValue();
        boolean reset = handle.reader.lock.isOwnedBy(handle) && handle.event().isSuccess();
        remove(handle);
        connections.disconnect(handle, reset ? Disposition.RESET : Disposition.LEAVE, _ -> release(client, then));
    }

    /// Adds a new handle to its client, if the client named its own context and is below its limit.
    ReturnCode add(Handle handle, int context) {
        Client client = handle.client;
        ReturnCode code = checkOwn(client, context);
        if (!code.isSuccess()) {
            return code;
        }
        if (client.handles.size() >= maxHandlesPerContext) {
            return ReturnCode.NO_MEMORY;
        }
        handles.put(handle.number, handle);
        client.handles.put(handle.number, handle);
        return ReturnCode.SUCCESS;
    }

    /// Removes a closed handle.
    void remove(Handle handle) {
        handles.remove(handle.number);
        handle.client.handles.remove(handle.number);
    }

    /// Returns an unpredictable free number, 31 bits, not 0.
    private int freeNumber(Map<Integer, ?> taken) {
        int number = 0;
        while (number == 0 || taken.containsKey(number)) {
            number = random.nextInt() & Integer.MAX_VALUE;
        }
        return number;
    }
}
