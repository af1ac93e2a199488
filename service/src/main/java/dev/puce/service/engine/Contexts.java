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

/// The contexts of clients and the handles in them, and the numbers that both go by.
final class Contexts {
    private final int maxHandlesPerContext;
    private final Connecting connecting;
    private final Map<Integer, Client> clients = new HashMap<>();
    private final Map<Integer, Handle> handles = new HashMap<>();
    private final SecureRandom random = new SecureRandom();

    Contexts(Limits limits) {
        maxHandlesPerContext = limits.handlesPerContext();
        connecting = new Connecting(
                limits.handlesPerReader(), (client, reader) -> new Handle(freeNumber(handles), client, reader));
    }

    /// How handles come and go.
    Connecting connecting() {
        return connecting;
    }

    /// Whose context it is.
    Optional<Client> client(int context) {
        return Optional.ofNullable(clients.get(context));
    }

    /// A second context of a client takes the place of the first.
    Reply.EstablishContext establish(Client client, Request.EstablishContext request) {
        if (request.scope() < Scope.USER.value() || request.scope() > Scope.GLOBAL.value()) {
            return new Reply.EstablishContext(Client.NO_CONTEXT, ReturnCode.INVALID_VALUE.value());
        }
        clients.remove(client.context);
        client.context = freeNumber(clients);
        clients.put(client.context, client);
        return new Reply.EstablishContext(client.context, ReturnCode.SUCCESS.value());
    }

    /// Whether the context of that number is the client's.
    static ReturnCode checkOwn(Client client, int context) {
        if (client.context == Client.NO_CONTEXT) {
            return ReturnCode.INVALID_HANDLE;
        }
        return client.context == context ? ReturnCode.SUCCESS : ReturnCode.INVALID_VALUE;
    }

    /// Lets go of all the client holds, one handle after the other. Where it had the lock and the card is as it left
    /// it, the card is reset, so that nobody else profits from a PIN that it has verified.
    void release(Client client, Runnable then) {
        if (client.handles.isEmpty()) {
            clients.remove(client.context);
            client.context = Client.NO_CONTEXT;
            then.run();
            return;
        }
        Handle handle = client.handles.firstEntry().getValue();
        boolean reset = handle.reader.lock.isOwnedBy(handle) && handle.event().isSuccess();
        forget(handle);
        connecting.disconnect(handle, reset ? Disposition.RESET : Disposition.LEAVE, _ -> release(client, then));
    }

    /// Gives a new handle to its client, if the client named its own context and has not too many already.
    ReturnCode keep(Handle handle, int context) {
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

    /// The handle is closed.
    void forget(Handle handle) {
        handles.remove(handle.number);
        handle.client.handles.remove(handle.number);
    }

    /// A number that nobody can guess, 31 bits, not 0.
    private int freeNumber(Map<Integer, ?> taken) {
        int number = 0;
        while (number == 0 || taken.containsKey(number)) {
            number = random.nextInt() & Integer.MAX_VALUE;
        }
        return number;
    }
}
