package dev.puce.fuzz;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.filter.Filter;
import dev.puce.trace.filter.FilterSyntaxException;
import dev.puce.trace.session.Observation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Any text as a filter expression: it is parsed, or refused with the column of a mistake. A parsed
/// filter accepts or rejects any call.
public final class FilterFuzzer {
    private static final Pci T1 = new Pci(Protocol.T1, 16);
    private static final Caller CALLER = new Caller(
            "opensc-tool",
            OptionalInt.of(4711),
            OptionalInt.of(1000),
            List.of("opensc-tool", "-a"),
            Optional.empty(),
            1,
            Optional.empty());
    private static final List<TracedCall> CALLS = List.of(
            new TracedCall(
                    1,
                    CALLER,
                    1_000,
                    new Call.Transmit(1, T1, Bytes.hex("00 A4 04 00 00"), OptionalLong.of(258), Optional.empty()),
                    Optional.of(new TracedCall.Outcome(
                            ReturnCode.SUCCESS, 400_000, new Result.Transmit(T1, Bytes.hex("6A 82"))))),
            new TracedCall(2, CALLER, 2_000, new Call.BeginTransaction(1), Optional.empty()));

    private FilterFuzzer() {}

    /// Entry point of Jazzer.
    public static void fuzzerTestOneInput(byte[] input) {
        var text = new String(input, StandardCharsets.UTF_8);
        decide(text);
        Allocation.check(input.length, () -> decide(text));
    }

    private static void decide(String text) {
        try {
            var filter = Filter.parse(text);
            for (var call : CALLS) {
                filter.matches(
                        call,
                        new Observation(
                                "Virtual PCD 00 00",
                                Optional.of(Bytes.hex("A0 00 00 03 08")),
                                Bytes.EMPTY,
                                Optional.empty(),
                                List.of()));
                filter.matches(call, Observation.NONE);
            }
        } catch (FilterSyntaxException mistake) {
            if (mistake.column() < 1 || mistake.column() > text.length() + 1) {
                throw new AssertionError("column " + mistake.column() + " of " + text.length(), mistake);
            }
        }
    }
}
