package dev.puce.testkit;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Inference;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.pcsc.TracedCall.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Sample calls.
public final class Calls {
    public static final long CARD = 0x12345678;
    public static final Pci T1 = new Pci(Protocol.T1, 16);
    public static final Caller CALLER = new Caller(
            "opensc-tool",
            OptionalInt.of(4711),
            OptionalInt.of(1000),
            List.of("opensc-tool", "-a"),
            Optional.empty(),
            1,
            Optional.empty());

    private Calls() {}

    /// A call that succeeded after 400 µs.
    public static TracedCall traced(long sequence, Call call, Result result) {
        return traced(sequence, call, ReturnCode.SUCCESS, result);
    }

    public static TracedCall traced(long sequence, Call call, ReturnCode code, Result result) {
        return new TracedCall(
                sequence, CALLER, sequence * 1_000_000, call, Optional.of(new Outcome(code, 400_000, result)));
    }

    public static TracedCall connect(long sequence, String reader) {
        var call = new Call.Connect(0x5C1A9E2B, reader, ShareMode.SHARED, Protocols.ANY);
        return traced(sequence, call, new Result.Connect(CARD, Protocol.T1));
    }

    public static TracedCall transmit(long sequence, String command, String response) {
        return traced(
                sequence,
                new Call.Transmit(CARD, T1, Bytes.hex(command), OptionalLong.empty()),
                new Result.Transmit(T1, Bytes.hex(response)));
    }

    /// A call of every function, with its result.
    public static List<TracedCall> ofEveryFunction() {
        var reader = "ACS \"ACR39U\" é 00 00";
        var context = 0x7FFFFFFF12345678L;
        var found = new ReaderState(
                reader, Optional.of(EventState.UNAWARE), new EventState(0x00010022), Bytes.hex("3B8180018080"));
        var calls = new ArrayList<TracedCall>();
        add(calls, new Call.EstablishContext(Scope.SYSTEM), new Result.EstablishContext(context));
        add(calls, new Call.IsValidContext(context), Result.NONE);
        add(calls, new Call.ListReaderGroups(context), new Result.ListReaderGroups(List.of("SCard$DefaultReaders")));
        add(
                calls,
                new Call.ListReaders(context, Optional.of(List.of("SCard$AllReaders"))),
                new Result.ListReaders(List.of(reader, "other")));
        add(calls, new Call.ListReaders(context, Optional.empty()), new Result.ListReaders(List.of()));
        add(
                calls,
                new Call.GetStatusChange(
                        context,
                        OptionalLong.of(0xFFFFFFFFL),
                        Optional.of(List.of(new ReaderQuery(reader, EventState.UNAWARE)))),
                new Result.GetStatusChange(List.of(found)));
        add(calls, new Call.GetStatusChange(context, OptionalLong.empty(), Optional.empty()), Result.NONE);
        add(calls, new Call.Cancel(context), Result.NONE);
        add(
                calls,
                new Call.Connect(context, reader, ShareMode.EXCLUSIVE, new Protocols(0x10007)),
                new Result.Connect(CARD, Protocol.T0));
        add(
                calls,
                new Call.Reconnect(CARD, new ShareMode(9), Protocols.NONE, Disposition.RESET),
                new Result.Reconnect(Protocol.RAW));
        add(calls, new Call.BeginTransaction(CARD), Result.NONE);
        add(
                calls,
                new Call.Status(CARD),
                new Result.Status(reader, new CardState(0x00010034), Protocol.T1, Bytes.hex("3B8180018080")));
        add(
                calls,
                new Call.Transmit(CARD, T1, Bytes.hex("00A4040000"), OptionalLong.of(258)),
                new Result.Transmit(T1, Bytes.hex("6A82")));
        add(
                calls,
                new Call.Control(CARD, ControlCode.pcscLite(3400), Bytes.EMPTY, OptionalLong.empty()),
                new Result.Control(Bytes.hex("060442330006")));
        add(calls, new Call.GetAttrib(CARD, Attribute.VENDOR_NAME), new Result.GetAttrib(Bytes.hex("41435300")));
        add(calls, new Call.SetAttrib(CARD, new Attribute(0x12345), Bytes.hex("01")), Result.NONE);
        add(calls, new Call.EndTransaction(CARD, Disposition.LEAVE), Result.NONE);
        add(calls, new Call.Disconnect(CARD, Disposition.UNPOWER), Result.NONE);
        add(calls, new Call.FreeMemory(context, 0x7F45C8C9B740L), Result.NONE);
        add(calls, new Call.ReleaseContext(context), Result.NONE);
        add(calls, new Call.Unknown("command 0x2A", "8 bytes"), Result.NONE);
        return calls;
    }

    /// Calls as logs of other tools show them, of which much is unknown.
    public static List<TracedCall> ofForeignLogs() {
        long card = Call.UNKNOWN_HANDLE;
        var transmit = new Call.Transmit(card, Pci.UNKNOWN, Bytes.hex("00A4040000"), OptionalLong.empty());
        var response = new Result.Transmit(Pci.UNKNOWN, Bytes.hex("6A82"));
        var state = new ReaderState("R", Optional.empty(), EventState.UNKNOWN_STATE, Bytes.EMPTY);
        var calls = new ArrayList<TracedCall>();
        addForeign(calls, new Call.EstablishContext(Scope.UNKNOWN), Result.NONE);
        addForeign(calls, new Call.ListReaders(card, Optional.empty()), Result.NONE);
        addForeign(
                calls,
                new Call.GetStatusChange(
                        card,
                        OptionalLong.empty(),
                        Optional.of(List.of(new ReaderQuery("R", EventState.UNKNOWN_STATE)))),
                new Result.GetStatusChange(List.of(state)));
        addForeign(
                calls,
                new Call.Connect(card, "", ShareMode.UNKNOWN, Protocols.UNKNOWN),
                new Result.Connect(card, Protocol.T0));
        addForeign(
                calls,
                new Call.Reconnect(card, ShareMode.UNKNOWN, Protocols.UNKNOWN, Disposition.UNKNOWN),
                Result.NONE);
        addForeign(
                calls,
                new Call.Status(card),
                new Result.Status("", CardState.UNKNOWN_STATE, Protocol.UNKNOWN, Bytes.EMPTY));
        addForeign(calls, transmit, response);
        addForeign(calls, new Call.NameOnly(Function.TRANSMIT), response);
        addForeign(calls, new Call.NameOnly(Function.CONNECT), Result.NONE);
        addForeign(calls, new Call.Disconnect(card, Disposition.UNKNOWN), Result.NONE);
        var provenance = new Provenance(Optional.of("R"), Set.of(Inference.CALLER, Inference.ANSWER));
        calls.add(new TracedCall(calls.size() + 1, CALLER, 5_000, transmit, Optional.of(Outcome.UNKNOWN), provenance));
        calls.add(
                new TracedCall(calls.size() + 1, Caller.UNKNOWN, TracedCall.UNKNOWN_NANOS, transmit, Optional.empty()));
        calls.add(new TracedCall(
                calls.size() + 1,
                Caller.UNKNOWN,
                6_000,
                new Call.Mark("card inserted", "in slot 1", Optional.of(Bytes.hex("3B00"))),
                Optional.of(Outcome.UNKNOWN),
                Provenance.ofReader("R")));
        return calls;
    }

    private static void addForeign(List<TracedCall> calls, Call call, Result result) {
        calls.add(new TracedCall(
                calls.size() + 1,
                Caller.UNKNOWN,
                TracedCall.UNKNOWN_NANOS,
                call,
                Optional.of(new Outcome(ReturnCode.UNKNOWN, TracedCall.UNKNOWN_NANOS, result))));
    }

    private static void add(List<TracedCall> calls, Call call, Result result) {
        calls.add(traced(calls.size() + 1, call, result));
    }
}
