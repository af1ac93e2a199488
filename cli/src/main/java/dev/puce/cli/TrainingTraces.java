package dev.puce.cli;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Traces for [Training].
final class TrainingTraces {
    private static final String HEADER = """
            {"type":"header","format":"puce-recording","version":1,"start":"2026-01-01T00:00:00Z","redaction":"full"}
            """;

    private static final String RECORDED_CALL = """
            {"type":"call","seq":%1$d,"start_us":%1$d,"duration_us":2,"program":"a","pid":1,"connection":1,"call":"SCardTransmit",\
            "args":{"card":"0x00000001","sendPci":{"protocol":"SCARD_PROTOCOL_T1","length":16},"sendBuffer":"00B0%1$04X10"},\
            "results":{"recvPci":{"protocol":"SCARD_PROTOCOL_T1","length":16},\
            "recvBuffer":"000102030405060708090A0B0C0D0E0F9000"},"code":"SCARD_S_SUCCESS"}
            """;

    private static final String LOGGED_CALL = """
            7F@>|1700000000|%1$d|SCardTransmit
            7F@0x00000001
            7F@0x00000002
            7F@0x00000010
            7F@0x00000005
            7F@00 B0 00 00 10\s
            7F@0x00000002
            7F@0x00000010
            7F@0x00000012
            7F@00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 90 00\s
            7F@<|1700000000|%1$d|SCardTransmit|0x00000000
            """;

    private TrainingTraces() {}

    /// A recording of so many calls.
    static String recording(int calls) {
        return HEADER + repeat(RECORDED_CALL, calls);
    }

    /// A log of libpcscspy of so many calls.
    static String log(int calls) {
        return repeat(LOGGED_CALL, calls);
    }

    private static String repeat(String call, int calls) {
        return IntStream.range(0, calls).mapToObj(call::formatted).collect(Collectors.joining());
    }
}
