package dev.puce.backend.socket;

import dev.puce.backend.handle.Handles;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.posix.DaemonSocketPath;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/// Answers calls through pcscd's socket, without a native library. Every context has its own connection.
///
/// Thread-safe (see [Pcsc]). An interrupt ends calls that may wait for another program.
public final class SocketPcsc implements Pcsc {
    /// The only reader group of pcsc-lite.
    private static final List<String> GROUPS = List.of("SCard$DefaultReaders");

    private record OpenCard(SocketContext context, int handle, String reader) {}

    private final Supplier<Path> socket;
    private final Handles<SocketContext> contexts = new Handles<>();
    private final Handles<OpenCard> cards = new Handles<>();
    private volatile boolean closed;

    private SocketPcsc(Supplier<Path> socket) {
        this.socket = socket;
    }

    /// Opens the socket that libpcsclite would use; see [DaemonSocketPath]. If no daemon is running, establishing a
    /// context fails.
    public static Pcsc open() {
        return new SocketPcsc(DaemonSocketPath::find);
    }

    /// Opens the socket at this path.
    public static Pcsc open(Path socket) {
        return new SocketPcsc(() -> socket);
    }

    @Override
    public String description() {
        return "pcscd at " + socket.get();
    }

    @Override
    public Answer answer(Call call) {
        return switch (call) {
            case Call.EstablishContext(var scope) -> establish(scope);
            case Call.ReleaseContext(var context) -> release(context, SocketContext::release);
            case Call.IsValidContext(var context) -> inContext(context, _ -> Answer.success());
            case Call.ListReaderGroups(var context) ->
                inContext(context, _ -> Answer.success(new Result.ListReaderGroups(GROUPS)));
            case Call.ListReaders list -> inContext(list.context(), SocketContext::listReaders);
            case Call.GetStatusChange wait -> inContext(wait.context(), it -> it.getStatusChange(wait));
            case Call.Cancel(var context) -> inContext(context, SocketContext::cancel);
            case Call.Connect connect -> inContext(connect.context(), it -> connect(it, connect));
            case Call.Reconnect reconnect ->
                onCard(reconnect.card(), it -> it.context().reconnect(it.handle(), reconnect));
            case Call.Disconnect disconnect -> onCard(disconnect.card(), it -> disconnect(it, disconnect));
            case Call.BeginTransaction(var card) ->
                onCard(card, it -> it.context().beginTransaction(it.handle()));
            case Call.EndTransaction(var card, var disposition) ->
                onCard(card, it -> it.context().endTransaction(it.handle(), disposition));
            case Call.Status(var card) -> onCard(card, it -> it.context().status(it.handle(), it.reader()));
            case Call.Transmit transmit ->
                onCard(transmit.card(), it -> it.context().transmit(it.handle(), transmit));
            case Call.Control control ->
                onCard(control.card(), it -> it.context().control(it.handle(), control));
            case Call.GetAttrib get -> onCard(get.card(), it -> it.context().getAttrib(it.handle(), get));
            case Call.SetAttrib set when set.value().isEmpty() -> Answer.of(ReturnCode.INVALID_PARAMETER);
            case Call.SetAttrib set -> onCard(set.card(), it -> it.context().setAttrib(it.handle(), set));
            case Call.FreeMemory _, Call.NameOnly _, Call.Mark _, Call.Unknown _ ->
                Answer.of(ReturnCode.UNSUPPORTED_FEATURE);
        };
    }

    @Override
    public int transmit(long card, Protocol protocol, byte[] command, byte[] response) {
        OpenCard open = cards.get(card);
        long outcome = open == null
                ? (long) ReturnCode.INVALID_HANDLE.value() << 32
                : open.context().transmit(open.handle(), protocol.value(), command, response);
        int length = (int) outcome;
        var code = (int) (outcome >> 32);
        if (code != 0) {
            boolean tooSmall = code == ReturnCode.INSUFFICIENT_BUFFER.value();
            throw new PcscException(
                    new Call.Transmit(card, Pci.of(protocol), Bytes.of(command), OptionalLong.of(response.length)),
                    new ReturnCode(code),
                    tooSmall && length > response.length ? new Result.BufferTooSmall(length) : Result.NONE);
        }
        return length;
    }

    @Override
    public void close() {
        closed = true;
        for (long context : contexts.all()) {
            release(context, it -> {
                it.close();
                return Answer.success();
            });
        }
    }

    private Answer establish(Scope scope) {
        if (closed) {
            return Answer.of(ReturnCode.NO_SERVICE);
        }
        boolean interrupted = Thread.interrupted();
        try {
            SocketContext context = SocketContext.establish(socket.get(), scope);
            // A previous context with this number belongs to an earlier run of the daemon.
            contexts.put(context.handle(), context).ifPresent(this::forget);
            if (closed) {
                close();
            }
            return Answer.success(new Result.EstablishContext(context.handle()));
        } catch (ConnectionFailure e) {
            return Answer.of(e.code());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Answer release(long context, Function<SocketContext, Answer> release) {
        SocketContext open = contexts.remove(context).orElse(null);
        if (open == null) {
            return Answer.of(ReturnCode.INVALID_HANDLE);
        }
        Answer answer = release.apply(open);
        forget(open);
        return answer;
    }

    private void forget(SocketContext context) {
        cards.removeIf(card -> card.context() == context);
    }

    private Answer connect(SocketContext context, Call.Connect call) {
        Answer answer = context.connect(call);
        if (answer.result() instanceof Result.Connect connected) {
            cards.put(connected.card(), new OpenCard(context, (int) connected.card(), call.reader()));
        }
        return answer;
    }

    private Answer disconnect(OpenCard card, Call.Disconnect call) {
        Answer answer = card.context().disconnect(card.handle(), call.disposition());
        if (answer.code().isSuccess()) {
            cards.remove(call.card(), card);
        }
        return answer;
    }

    private Answer inContext(long context, Function<SocketContext, Answer> action) {
        SocketContext open = contexts.get(context);
        return open == null ? Answer.of(ReturnCode.INVALID_HANDLE) : action.apply(open);
    }

    private Answer onCard(long card, Function<OpenCard, Answer> action) {
        OpenCard open = cards.get(card);
        return open == null ? Answer.of(ReturnCode.INVALID_HANDLE) : action.apply(open);
    }
}
