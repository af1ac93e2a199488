package dev.puce.fuzz;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CanaryExchange;
import dev.puce.trace.redaction.Redactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// Calls of several programs with two cards, with canaries where `secrets.tsv` says that data are secret. The input
/// chooses the rows, the programs, chains, GET RESPONSE, failures, and the calls in between.
final class CanarySession {
    private static final List<String> ROWS = rows();
    private static final Pci T1 = new Pci(Protocol.T1, 16);
    private static final Bytes OK = Bytes.hex("9000");
    private static final List<String> AIDS =
            List.of("A000000308", "D27600012401", "A0000005272101", "A0000000871002", "A000000151000000", "F000000001");

    /// Handles 1 and 2 are two programs with one card, handle 3 is a program with another card.
    private static final List<String> READERS = List.of("A 00 00", "A 00 00", "B 01 00");

    private static final int MAX_STEPS = 40;

    private final byte[] input;
    private final List<TracedCall> calls = new ArrayList<>();
    private final List<Bytes> canaries = new ArrayList<>();
    private int at;

    CanarySession(byte[] input) {
        this.input = input;
        for (int handle = 1; handle <= READERS.size(); handle++) {
            add(
                    handle,
                    new Call.Connect(1, READERS.get(handle - 1), ShareMode.SHARED, Protocols.ANY),
                    new Result.Connect(handle, Protocol.T1));
        }
        for (int step = 0; step < MAX_STEPS && at < input.length; step++) {
            step();
        }
    }

    private static List<String> rows() {
        try {
            return CanaryExchange.rows(Redactor.class.getResourceAsStream("secrets.tsv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<TracedCall> calls() {
        return calls;
    }

    List<Bytes> canaries() {
        return canaries;
    }

    private int choose(int bound) {
        return at < input.length ? Math.floorMod(input[at++], bound) : 0;
    }

    private void step() {
        switch (choose(8)) {
            case 0 -> select(1 + choose(3));
            case 1 -> reset(1 + choose(3));
            case 2 -> transmit(1 + choose(3), Bytes.hex("00B0000000"), Bytes.hex("01029000"));
            default -> secret(1 + choose(3));
        }
    }

    private void select(int handle) {
        var aid = Bytes.hex(AIDS.get(choose(AIDS.size())));
        transmit(handle, Bytes.hex("00A40400").plus(withLength(aid)), choose(4) == 0 ? Bytes.hex("6A82") : OK);
    }

    private void reset(int handle) {
        add(
                handle,
                new Call.Reconnect(handle, ShareMode.SHARED, Protocols.ANY, Disposition.RESET),
                new Result.Reconnect(Protocol.T1));
    }

    /// One row of the table. If it needs an application, any program of the card selects it; else a reset clears it.
    private void secret(int handle) {
        int other = handle == 3 ? 3 : 3 - handle;
        String row = ROWS.get((choose(256) << 8 | choose(256)) % ROWS.size());
        var canary = new byte[CanaryExchange.CANARY_LENGTH];
        new SplittableRandom(at).nextBytes(canary);
        var exchange = CanaryExchange.of(row, Bytes.of(canary));
        canaries.add(exchange.canary());
        reset(handle);
        for (Bytes command : exchange.before()) {
            transmit(choose(2) == 0 ? handle : other, command, OK);
        }
        Bytes command = exchange.command();
        int cla = command.get(0);
        boolean isIso = cla == 0 || cla == 0x80;
        switch (choose(5)) {
            case 0 -> transmit(handle, command, exchange.isInResponse() ? exchange.response() : Bytes.hex("6982"));
            case 1 -> unanswered(handle, command, exchange.isInResponse());
            case 2 -> chain(handle, exchange);
            case 3 -> {
                if (isIso && exchange.isInResponse()) {
                    transmit(handle, command, Bytes.hex("6110"));
                    between(handle);
                    transmit(handle, Bytes.hex("00C0000010"), exchange.response());
                } else {
                    transmit(handle, command, exchange.response());
                }
            }
            default -> transmit(handle, command, exchange.response());
        }
    }

    /// The first bytes of the data are in a first command of a chain, if the class has chains. They include the bytes
    /// that a condition of the row tests. A row for one length is not for chains.
    private void chain(int handle, CanaryExchange exchange) {
        Bytes command = exchange.command();
        Bytes response = exchange.response();
        int header = 5;
        int cla = command.get(0);
        boolean isConditional =
                exchange.isInside() || !exchange.row().split("\t", -1)[4].equals("-");
        int from = isConditional ? command.indexOf(exchange.canary()) : header;
        int data = command.length() - from;
        if ((cla != 0 && cla != 0x80)
                || from < header
                || data < 2
                || exchange.row().contains("lc=")) {
            transmit(handle, command, response);
            return;
        }
        int cut = from + 1 + choose(data - 1);
        var first = Bytes.of(cla | 0x10).plus(command.slice(1, 4)).plus(withLength(command.slice(header, cut)));
        transmit(handle, first, OK);
        between(handle);
        transmit(handle, command.slice(0, 4).plus(withLength(command.from(cut))), response);
    }

    /// A command to the other card.
    private void between(int handle) {
        if (choose(2) == 0) {
            transmit(handle == 3 ? 1 : 3, Bytes.hex("00A4000C023F00"), OK);
        }
    }

    /// A command whose response is unknown; a response with a canary is in none.
    private void unanswered(int handle, Bytes command, boolean isInResponse) {
        if (isInResponse) {
            canaries.removeLast();
        }
        calls.add(new TracedCall(
                calls.size() + 1,
                caller(handle),
                calls.size() * 1000L,
                new Call.Transmit(handle, T1, command, OptionalLong.empty()),
                Optional.empty()));
        reset(handle);
    }

    private void transmit(int handle, Bytes command, Bytes response) {
        add(handle, new Call.Transmit(handle, T1, command, OptionalLong.empty()), new Result.Transmit(T1, response));
    }

    private void add(int handle, Call call, Result result) {
        calls.add(new TracedCall(
                calls.size() + 1,
                caller(handle),
                calls.size() * 1000L,
                call,
                Optional.of(new TracedCall.Outcome(ReturnCode.SUCCESS, 400, result))));
    }

    private static Caller caller(int handle) {
        return new Caller(
                "program" + handle,
                OptionalInt.of(100 + handle),
                OptionalInt.of(1000),
                List.of("program" + handle),
                Optional.empty(),
                handle,
                Optional.empty());
    }

    private static Bytes withLength(Bytes data) {
        return Bytes.of(data.length()).plus(data);
    }
}
