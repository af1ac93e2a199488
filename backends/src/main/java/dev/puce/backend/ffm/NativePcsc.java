package dev.puce.backend.ffm;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// Answers calls with a native PC/SC library.
///
/// States, codes and buffer sizes of the library are passed on unchanged. Only three kinds of numbers of Windows
/// are converted to those of pcsc-lite, which puce uses ([Platform]).
///
/// Thread-safe (see [Pcsc]). Calls cannot be interrupted.
public final class NativePcsc implements Pcsc {
    private final String name;
    private final Library library;
    private final Platform platform;
    private final Scratch.Pool scratchPool = new Scratch.Pool();
    private final OpenContexts contexts;

    NativePcsc(String name, Library library, Platform platform) {
        this.name = name;
        this.library = library;
        this.platform = platform;
        this.contexts = new OpenContexts(library, platform);
    }

    /// Opens the library of this platform.
    ///
    /// @throws LibraryNotFoundException if there is none
    public static Pcsc open() {
        return LibrarySearch.ofThisMachine().open();
    }

    /// Opens a named library.
    ///
    /// @param library path, or a name that the system's loader finds
    /// @throws LibraryNotFoundException if there is none
    public static Pcsc open(String library) {
        return LibrarySearch.only(library).open();
    }

    @Override
    public String description() {
        return "native library " + name;
    }

    @Override
    public ControlCode controlCode(int function) {
        return platform.controlCode(function);
    }

    @Override
    public void close() {
        contexts.close();
    }

    @Override
    public Answer answer(Call call) {
        Scratch scratch = scratchPool.take();
        try {
            return answer(scratch, call);
        } finally {
            scratchPool.release(scratch);
        }
    }

    private Answer answer(Scratch scratch, Call call) {
        return switch (call) {
            case Call.EstablishContext(var scope) -> establishContext(scratch, scope);
            case Call.ReleaseContext(var context) -> code(contexts.release(context));
            case Call.IsValidContext(var context) -> code(library.isValidContext(context));
            case Call.ListReaderGroups(var context) ->
                contexts.inContext(context, () -> listReaderGroups(scratch, context));
            case Call.ListReaders list -> contexts.inContext(list.context(), () -> listReaders(scratch, list));
            case Call.GetStatusChange wait -> getStatusChange(wait);
            case Call.Cancel(var context) -> code(library.cancel(context));
            case Call.Connect connect -> contexts.inContext(connect.context(), () -> connect(scratch, connect));
            case Call.Reconnect reconnect -> contexts.onCard(reconnect.card(), () -> reconnect(scratch, reconnect));
            case Call.Disconnect(var card, var disposition) -> code(contexts.disconnect(card, disposition.value()));
            case Call.BeginTransaction(var card) -> code(contexts.beginTransaction(card));
            case Call.EndTransaction(var card, var disposition) ->
                contexts.onCard(card, () -> code(library.endTransaction(card, disposition.value())));
            case Call.Status(var card) -> contexts.onCard(card, () -> status(scratch, card));
            case Call.Transmit transmit -> contexts.onCard(transmit.card(), () -> transmit(scratch, transmit));
            case Call.Control control -> contexts.onCard(control.card(), () -> control(scratch, control));
            case Call.GetAttrib getAttrib -> contexts.onCard(getAttrib.card(), () -> getAttrib(scratch, getAttrib));
            case Call.SetAttrib setAttrib -> contexts.onCard(setAttrib.card(), () -> setAttrib(scratch, setAttrib));
            case Call.FreeMemory _, Call.NameOnly _, Call.Mark _, Call.Unknown _ ->
                Answer.of(ReturnCode.UNSUPPORTED_FEATURE);
        };
    }

    private static Answer code(int code) {
        return code == 0 ? Answer.success() : Answer.of(new ReturnCode(code));
    }

    private Answer establishContext(Scratch scratch, Scope scope) {
        int code = contexts.establish(scope.value(), scratch.first, platform);
        return code == 0
                ? Answer.success(new Result.EstablishContext(platform.getHandle(scratch.first, 0)))
                : code(code);
    }

    private Answer listReaderGroups(Scratch scratch, long context) {
        setLength(scratch.first, Pcsc.MAX_BUFFER / platform.terminatorSize());
        int code = library.listReaderGroups(context, scratch.recv, scratch.first);
        return code == 0 ? Answer.success(new Result.ListReaderGroups(texts(scratch, scratch.first))) : code(code);
    }

    private Answer listReaders(Scratch scratch, Call.ListReaders call) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment groups = call.groups()
                    .filter(names ->
                            !names.isEmpty()) // NULL means all groups; on Windows an empty multi-string means none
                    .map(names -> arena.allocateFrom(String.join("\0", names) + "\0", platform.charset()))
                    .orElse(MemorySegment.NULL);
            setLength(scratch.first, Pcsc.MAX_BUFFER / platform.terminatorSize());
            int code = library.listReaders(call.context(), groups, scratch.recv, scratch.first);
            return code == 0 ? Answer.success(new Result.ListReaders(texts(scratch, scratch.first))) : code(code);
        }
    }

    private Answer getStatusChange(Call.GetStatusChange call) {
        try (var arena = Arena.ofConfined()) {
            var states = new ReaderStates(platform, arena, call.readers().orElse(List.of()));
            long timeout = Math.min(call.timeout().orElse(INFINITE.toMillis()), INFINITE.toMillis());
            int code = contexts.waiting(
                    call.context(),
                    () -> library.getStatusChange(call.context(), timeout, states.memory(), states.count()));
            var returned = new ReturnCode(code);
            return code == 0 || returned.equals(ReturnCode.TIMEOUT)
                    ? new Answer(returned, new Result.GetStatusChange(states.read()))
                    : Answer.of(returned);
        }
    }

    private Answer connect(Scratch scratch, Call.Connect call) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment reader = arena.allocateFrom(call.reader(), platform.charset());
            platform.setDword(scratch.second, 0, 0);
            int code = contexts.connect(
                    call.context(),
                    () -> library.connect(
                            call.context(),
                            reader,
                            call.shareMode().value(),
                            protocols(call.shareMode(), call.preferredProtocols()),
                            scratch.first,
                            scratch.second));
            if (code != 0) {
                return code(code);
            }
            long card = platform.getHandle(scratch.first, 0);
            contexts.connected(call.context(), card);
            return Answer.success(new Result.Connect(card, protocol(scratch.second)));
        }
    }

    private Answer reconnect(Scratch scratch, Call.Reconnect call) {
        platform.setDword(scratch.first, 0, 0);
        int code = library.reconnect(
                call.card(),
                call.shareMode().value(),
                protocols(call.shareMode(), call.preferredProtocols()),
                call.initialization().value(),
                scratch.first);
        return code == 0 ? Answer.success(new Result.Reconnect(protocol(scratch.first))) : code(code);
    }

    private Answer status(Scratch scratch, long card) {
        setLength(scratch.first, Pcsc.MAX_BUFFER / platform.terminatorSize());
        setLength(scratch.fourth, platform.atrSize());
        int code = library.status(
                card, scratch.recv, scratch.first, scratch.second, scratch.third, scratch.send, scratch.fourth);
        if (code != 0) {
            return code(code);
        }
        var atr = new byte[Math.min(platform.getDword(scratch.fourth, 0), platform.atrSize())];
        MemorySegment.copy(scratch.send, ValueLayout.JAVA_BYTE, 0, atr, 0, atr.length);
        List<String> names = texts(scratch, scratch.first);
        var state = new CardState(platform.cardStateFromNative(platform.getDword(scratch.second, 0)));
        return Answer.success(new Result.Status(
                names.isEmpty() ? "" : names.getFirst(), state, protocol(scratch.third), Bytes.of(atr)));
    }

    private Answer transmit(Scratch scratch, Call.Transmit call) {
        if (!scratch.put(call.sendBuffer())) {
            return Answer.of(ReturnCode.INSUFFICIENT_BUFFER);
        }
        int capacity = capacity(call.recvLength());
        int protocol = platform.protocolsToNative(call.sendPci().protocol().value());
        int code = transmit(scratch, call.card(), protocol, call.sendBuffer().length(), capacity);
        int length = platform.getDword(scratch.first, 0);
        if (code != 0) {
            return failure(code, length, capacity);
        }
        var recvPci = new Pci(protocol(scratch.recvPci), platform.getDword(scratch.recvPci, platform.dwordSize()));
        return Answer.success(new Result.Transmit(recvPci, scratch.received(length)));
    }

    @Override
    public int transmit(long card, Protocol protocol, byte[] command, byte[] response) {
        Scratch scratch = scratchPool.take();
        OpenContext context = contexts.enter(card);
        try {
            int code = ReturnCode.INSUFFICIENT_BUFFER.value();
            int length = 0;
            if (scratch.put(command)) {
                int capacity = Math.min(response.length, Pcsc.MAX_BUFFER);
                int nativeProtocol = platform.protocolsToNative(protocol.value());
                code = transmit(scratch, card, nativeProtocol, command.length, capacity);
                length = platform.getDword(scratch.first, 0);
            }
            if (code != 0) {
                throw new PcscException(
                        new Call.Transmit(card, Pci.of(protocol), Bytes.of(command), OptionalLong.of(response.length)),
                        new ReturnCode(code),
                        failure(code, length, response.length).result());
            }
            scratch.received(response, length);
            return length;
        } finally {
            contexts.leave(context);
            scratchPool.release(scratch);
        }
    }

    /// Stores the length of the response in `first`. The receive PCI is never NULL, because libpcscspy 1.9.9
    /// would crash.
    private int transmit(Scratch scratch, long card, int protocol, int length, int capacity) {
        platform.setDword(scratch.sendPci, 0, protocol);
        platform.setDword(scratch.sendPci, platform.dwordSize(), platform.pciSize());
        platform.setDword(scratch.recvPci, 0, protocol);
        platform.setDword(scratch.recvPci, platform.dwordSize(), platform.pciSize());
        setLength(scratch.first, capacity);
        return library.transmit(
                card, scratch.sendPci, scratch.send, length, scratch.recvPci, scratch.recv, scratch.first);
    }

    private Answer control(Scratch scratch, Call.Control call) {
        if (!scratch.put(call.sendBuffer())) {
            return Answer.of(ReturnCode.INSUFFICIENT_BUFFER);
        }
        int capacity = capacity(call.recvLength());
        setLength(scratch.first, 0);
        int code = library.control(
                call.card(),
                Integer.toUnsignedLong(call.controlCode().value()),
                scratch.send,
                call.sendBuffer().length(),
                scratch.recv,
                capacity,
                scratch.first);
        int length = platform.getDword(scratch.first, 0);
        return code == 0
                ? Answer.success(new Result.Control(scratch.received(length)))
                : failure(code, length, capacity);
    }

    private Answer getAttrib(Scratch scratch, Call.GetAttrib call) {
        setLength(scratch.first, platform.attributeSize());
        long attribute = Integer.toUnsignedLong(call.attribute().value());
        int code = library.getAttrib(call.card(), attribute, scratch.recv, scratch.first);
        int length = platform.getDword(scratch.first, 0);
        return code == 0
                ? Answer.success(new Result.GetAttrib(scratch.received(length)))
                : failure(code, length, platform.attributeSize());
    }

    private Answer setAttrib(Scratch scratch, Call.SetAttrib call) {
        if (!scratch.put(call.value())) {
            return Answer.of(ReturnCode.INSUFFICIENT_BUFFER);
        }
        long attribute = Integer.toUnsignedLong(call.attribute().value());
        return code(library.setAttrib(
                call.card(), attribute, scratch.send, call.value().length()));
    }

    /// Adds the required size if the code and the size indicate that the buffer was too small.
    private static Answer failure(int code, int needed, int capacity) {
        var returned = new ReturnCode(code);
        return returned.equals(ReturnCode.INSUFFICIENT_BUFFER) && needed > capacity
                ? new Answer(returned, new Result.BufferTooSmall(needed))
                : Answer.of(returned);
    }

    private static int capacity(OptionalLong recvLength) {
        return Math.clamp(recvLength.orElse(Pcsc.MAX_BUFFER), 0, Pcsc.MAX_BUFFER);
    }

    private void setLength(MemorySegment number, int value) {
        platform.setDword(number, 0, value);
    }

    private int protocols(ShareMode shareMode, Protocols preferred) {
        return platform.protocolsToNative(platform.preferredProtocols(shareMode.value(), preferred.mask()));
    }

    private Protocol protocol(MemorySegment number) {
        return new Protocol(platform.protocolsFromNative(platform.getDword(number, 0)));
    }

    /// Returns the texts in the receive buffer. A NUL character ends each of them.
    private List<String> texts(Scratch scratch, MemorySegment length) {
        int bytes = Math.min(platform.getDword(length, 0) * platform.terminatorSize(), Pcsc.MAX_BUFFER);
        String text = scratch.received(bytes).text(platform.charset());
        return Arrays.stream(text.split("\0")).filter(name -> !name.isEmpty()).toList();
    }
}
