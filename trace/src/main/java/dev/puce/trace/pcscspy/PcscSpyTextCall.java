package dev.puce.trace.pcscspy;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.trace.TextBuffer;
import dev.puce.trace.source.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// A call in the text of pcsc-spy, value by value: the values become those of a raw log.
final class PcscSpyTextCall {
    /// A line of a hex dump: offset, bytes, the same as ASCII.
    private static final Pattern DUMP = Pattern.compile("^ [io]  [0-9A-F]{4,8} ((?:[0-9A-Fa-f]{2}(?: |$)){1,16})");

    /// The end of a command that puce has hidden: `[hidden]`, `[ddddFFFF]`.
    private static final Pattern HIDDEN = Pattern.compile("^ [io]  \\[(hidden|[dax]*[F0_]*)]$");

    /// A damaged log has other characters in its numbers.
    private static final Pattern SHORT_HEX = Pattern.compile("^0x[0-9A-Fa-f]{1,9}$");

    private static final Pattern NUMBER =
            Pattern.compile("^0x[0-9A-Fa-f]{1,16}(?=$| )|(?<=\\()0x[0-9A-Fa-f]{1,16}(?=\\)$)");

    private final Function function;
    private final long sequence;
    private final Origin origin;
    private final LogValues values = new LogValues();
    private final TextBuffer dump = new TextBuffer();
    private LogItem dumped;
    private long announced;
    private Optional<Hidden> hidden = Optional.empty();
    private Optional<Hidden> answerHidden = Optional.empty();

    PcscSpyTextCall(Function function, long sequence, Origin origin) {
        this.function = function;
        this.sequence = sequence;
        this.origin = origin;
    }

    Function function() {
        return function;
    }

    long sequence() {
        return sequence;
    }

    Origin origin() {
        return origin;
    }

    /// Takes a line that begins with ` i ` or ` o `.
    ///
    /// @return whether the line fits the function
    boolean take(String line) {
        if (dumped != null && takeDump(line)) {
            return true;
        }
        endDump();
        boolean out = line.charAt(1) == 'o';
        for (LogItem item : LogItem.of(function)) {
            var form = PcscSpyLine.of(item);
            String label = function == Function.CANCEL && item == LogItem.CONTEXT ? "hCard:" : form.label();
            int end = 3 + label.length();
            if (form.out() == out && line.startsWith(label, 3) && (end == line.length() || line.charAt(end) == ' ')) {
                put(item, form.style(), end == line.length() ? "" : line.substring(end + 1));
                return true;
            }
        }
        return false;
    }

    private void put(LogItem item, PcscSpyLine.Style style, String value) {
        if (style == PcscSpyLine.Style.HEX_DUMP) {
            dumped = item;
        } else if (item.kind() != LogItem.Kind.NUMBER) {
            put(item, item.kind() == LogItem.Kind.STRING ? value : value.stripTrailing());
        } else if (style == PcscSpyLine.Style.COUNT && value.matches("\\d{1,9}")) {
            put(item, "0x" + Integer.toHexString(Integer.parseInt(value)));
        } else {
            var number = NUMBER.matcher(value);
            String found = number.find() ? number.group() : value;
            announced = SHORT_HEX.matcher(found).matches() ? Long.parseLong(found, 2, found.length(), 16) : -1;
            put(item, found);
        }
    }

    private void put(LogItem item, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        values.put(item, new LogText().set(utf8, 0, utf8.length));
    }

    /// The ASCII at the end of a line may look like hex: no more bytes are taken than the call has announced.
    private boolean takeDump(String line) {
        var bytes = DUMP.matcher(line);
        if (bytes.find()) {
            String hex = bytes.group(1);
            long missing = announced < 0 ? 16 : announced - dump.length() / 3;
            dump.append(hex.substring(0, (int) Math.min(hex.length(), Math.max(0, missing) * 3)));
            return true;
        }
        var end = HIDDEN.matcher(line);
        if (end.find()) {
            var found = Optional.of(end.group(1).equals("hidden") ? Hidden.ENTIRELY : Hidden.ofShape(end.group(1)));
            if (dumped == LogItem.RECV_BUFFER) {
                answerHidden = found;
            } else {
                hidden = found;
            }
            return true;
        }
        if (line.endsWith("  NULL")) {
            dump.append("NULL");
            return true;
        }
        return false;
    }

    private void endDump() {
        if (dumped != null) {
            put(dumped, dump.toString().strip());
            dump.truncate(0);
            dumped = null;
        }
    }

    Call call() {
        endDump();
        return switch (values.call(function)) {
            case Call.Transmit call
            when hidden.isPresent() ->
                new Call.Transmit(call.card(), call.sendPci(), call.sendBuffer(), call.recvLength(), hidden);
            case Call.Control call
            when hidden.isPresent() ->
                new Call.Control(call.card(), call.controlCode(), call.sendBuffer(), call.recvLength(), hidden);
            case Call call -> call;
        };
    }

    Result result(ReturnCode code) {
        endDump();
        return switch (values.result(function, code)) {
            case Result.Transmit(var pci, var received, var _) -> new Result.Transmit(pci, received, answerHidden);
            case Result.Control(var received, var _) -> new Result.Control(received, answerHidden);
            case Result result -> result;
        };
    }
}
