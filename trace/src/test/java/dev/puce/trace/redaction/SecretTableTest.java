package dev.puce.trace.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.testkit.Calls;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sends a command with a canary for each row of `secrets.tsv`.
final class SecretTableTest {
    private static final String CANARY = "C1A2B3C4D5E6F7A8B9CADBECFDAEBFC0";
    private static final Map<String, String> AIDS = Map.ofEntries(
            Map.entry("piv", "A000000308"),
            Map.entry("openpgp", "D27600012401"),
            Map.entry("oath", "A0000005272101"),
            Map.entry("otp", "A0000005272001"),
            Map.entry("yubikeymgmt", "A000000527471117"),
            Map.entry("hsmauth", "A000000527210701"),
            Map.entry("fido", "A0000006472F0001"),
            Map.entry("uicc", "A0000000871002"),
            Map.entry("usim", "A0000000871002"),
            Map.entry("muscle", "A00000000101"),
            Map.entry("schsm", "E82B0601040181C31F0201"),
            Map.entry("pkcs15", "A000000063504B43532D3135"));

    static List<String> rows() {
        return SecretTable.lines("secrets.tsv").stream()
                .filter(row -> row.split("\t", -1)[5].matches("data.*|command|answer|dialogue"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void every_row_hides_its_canary(String row) {
        var cells = row.split("\t", -1);
        var redactor = new Redactor(Redaction.FULL);
        String aid = AIDS.get(cells[0].split(" ", -1)[0]);
        if (aid != null) {
            send(redactor, "00A40400" + withLength(aid), "9000");
        }
        String p12 = cells[3].split(" ", -1)[0].replace('X', '0');
        var data = new StringBuilder();
        int length = -1;
        for (String condition : cells[4].split(",", -1)) {
            String value = condition.substring(condition.indexOf('=') + 1);
            if (condition.startsWith("p2=")) {
                p12 = p12.substring(0, 2) + value.substring(0, 2);
            } else if (condition.startsWith("data=")) {
                data.append(value);
            } else if (condition.startsWith("tag=")) {
                data.append(data.isEmpty() ? "" : "00").append(value).append("10");
            } else if (condition.startsWith("lc=")) {
                length = Integer.parseInt(value);
            } else if (condition.startsWith("file=")) {
                send(redactor, "00A40804" + withLength(value.replace("/", "")), "9000");
            } else if (condition.equals("trailer")) {
                p12 = "000B";
                length = 16;
            }
        }
        boolean isAnswer = cells[5].equals("answer") || cells[5].equals("dialogue");
        int at = cells[5].indexOf('@');
        while (at > 0 && data.length() < 2 * Integer.parseInt(cells[5].substring(at + 1))) {
            data.append("00");
        }
        data.append(isAnswer ? "" : CANARY);
        while (length >= 0 && data.length() < 2 * length) {
            data.append("00");
        }
        if (length >= 0) {
            data.setLength(2 * length);
        }
        String header = cla(cells[1].split(" ", -1)[0]) + cells[2].split(" ", -1)[0] + p12;
        boolean isTrailer = isAnswer && cells[4].equals("trailer");
        String response = isTrailer ? "000000000000FF078069" + CANARY.substring(0, 12) : isAnswer ? CANARY : "";
        String body = isTrailer ? "10" : data.isEmpty() ? "00" : withLength(data.toString());
        String shown = send(redactor, header + body, response + "9000");
        int part = length >= 0 && length < 6 ? 2 * length : 12;
        assertThat(shown).as(row).doesNotContain(CANARY.substring(0, part)).contains(header);
    }

    private static String cla(String cell) {
        return switch (cell) {
            case "*", "iso" -> "00";
            case "gp" -> "80";
            default -> cell;
        };
    }

    private static String withLength(String data) {
        return "%02X".formatted(data.length() / 2) + data;
    }

    private static String send(Redactor redactor, String command, String response) {
        return redactor.redact(Calls.transmit(1, Bytes.hex(command).toHex(), response))
                .toString()
                .replace(" ", "");
    }
}
