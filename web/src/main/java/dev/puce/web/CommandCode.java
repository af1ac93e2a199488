package dev.puce.web;

import dev.puce.iso7816.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A command as source code of the usual libraries, to copy it.
final class CommandCode {
    private static final int WIDTH = 12;

    private CommandCode() {}

    /// The command in each notation, by its name.
    static Map<String, String> of(Bytes command) {
        var code = new LinkedHashMap<String, String>();
        code.put("hex", command.toSpacedHex());
        code.put("puce send", "puce send '" + command.toHex() + "'");
        code.put("pyscard", pyscard(command));
        code.put("javax.smartcardio", smartcardio(command));
        code.put("puce", "ResponseApdu answer = card.transmit(\"" + command.toSpacedHex() + "\");");
        return code;
    }

    private static String pyscard(Bytes command) {
        return "data, sw1, sw2 = connection.transmit([" + list(command, "    ", "0x%02X") + "])";
    }

    private static String smartcardio(Bytes command) {
        return "ResponseAPDU answer = channel.transmit(new CommandAPDU(new byte[] {"
                + list(command, "    ", "(byte) 0x%02X") + "}));";
    }

    private static String list(Bytes command, String indent, String format) {
        String separator = ",\n" + indent;
        String rows = IntStream.iterate(0, from -> from < command.length(), from -> from + WIDTH)
                .mapToObj(from -> IntStream.range(from, Math.min(command.length(), from + WIDTH))
                        .mapToObj(at -> format.formatted(command.get(at)))
                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining(separator));
        return command.length() > WIDTH ? "\n" + indent + rows : rows;
    }
}
