package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.pcscspy.LogItem;
import java.util.EnumMap;
import java.util.Map;

/// Writes the calls of [SecretCase] as libpcscspy does.
final class RawLog {
    private static final String THREAD = "7F01@";

    private RawLog() {}

    static String of(Iterable<TracedCall> calls) {
        var log = new StringBuilder();
        for (var traced : calls) {
            var values = values(traced);
            log.append(THREAD)
                    .append(">|1700000000|0|")
                    .append(traced.call().name())
                    .append('\n');
            for (var item : LogItem.of(traced.call().function())) {
                String value = values.getOrDefault(item, "0x00000000");
                boolean isUnanswered = traced.outcome().isEmpty() && item == LogItem.RECV_PROTOCOL;
                if (isUnanswered) {
                    break;
                }
                log.append(THREAD).append(value).append('\n');
            }
            if (traced.outcome().isPresent()) {
                log.append(THREAD)
                        .append("<|1700000000|400|")
                        .append(traced.call().name());
                log.append("|0x00000000\n");
            }
        }
        return log.toString();
    }

    private static Map<LogItem, String> values(TracedCall traced) {
        var values = new EnumMap<LogItem, String>(LogItem.class);
        switch (traced.call()) {
            case Call.Connect connect -> {
                values.put(LogItem.READER, connect.reader());
                values.put(LogItem.NEW_CARD, number(((Result.Connect) traced.result()).card()));
            }
            case Call.Reconnect reconnect -> {
                values.put(LogItem.CARD, number(reconnect.card()));
                values.put(
                        LogItem.INITIALIZATION,
                        number(reconnect.initialization().value()));
            }
            case Call.Transmit transmit -> {
                values.put(LogItem.CARD, number(transmit.card()));
                sent(values, transmit.sendBuffer());
                if (traced.result() instanceof Result.Transmit result) {
                    received(values, result.recvBuffer());
                }
            }
            case Call.Control control -> {
                values.put(LogItem.CARD, number(control.card()));
                values.put(
                        LogItem.CONTROL_CODE,
                        number(Integer.toUnsignedLong(control.controlCode().value())));
                sent(values, control.sendBuffer());
                received(values, ((Result.Control) traced.result()).recvBuffer());
            }
            default -> throw new AssertionError(traced.call());
        }
        return values;
    }

    private static void sent(Map<LogItem, String> values, Bytes bytes) {
        values.put(LogItem.SEND_LENGTH, number(bytes.length()));
        values.put(LogItem.SEND_BUFFER, bytes.isEmpty() ? "NULL" : bytes.toSpacedHex() + " ");
    }

    private static void received(Map<LogItem, String> values, Bytes bytes) {
        values.put(LogItem.RECV_LENGTH, number(bytes.length()));
        values.put(LogItem.RECV_BUFFER, bytes.toSpacedHex() + " ");
    }

    private static String number(long value) {
        return "0x%08X".formatted(value);
    }
}
