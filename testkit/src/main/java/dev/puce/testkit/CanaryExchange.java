package dev.puce.testkit;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An exchange with a card that carries a canary where a row of `secrets.tsv` says that data are secret.
///
/// @param row      the row of the table
/// @param before   commands that select the application and the file; the card accepts them with 9000
/// @param command  the command
/// @param response the response
/// @param canary   the bytes that no output may contain
public record CanaryExchange(String row, List<Bytes> before, Bytes command, Bytes response, Bytes canary) {
    /// Bytes of the canary that [#of] takes.
    public static final int CANARY_LENGTH = 16;

    private static final String INSIDE = "dgi|envelope|objects|tunnel|feature";
    private static final String VERIFY = "00200001%02X".formatted(CANARY_LENGTH);
    private static final int TRAILER_KEY = 6;
    private static final int APPLICATION = 0;
    private static final int CLASS = 1;
    private static final int INSTRUCTION = 2;
    private static final int PARAMETERS = 3;
    private static final int CONDITIONS = 4;
    private static final int HIDES = 5;

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
            Map.entry("isoapplet", "F276A288BCFBA69D34F31001"),
            Map.entry("muscle", "A00000000101"),
            Map.entry("schsm", "E82B0601040181C31F0201"),
            Map.entry("gids", "A000000397425446590201"),
            Map.entry("pkcs15", "A000000063504B43532D3135"));

    /// Reads the rows with secrets.
    ///
    /// @param table the stream of `secrets.tsv`, which is closed
    public static List<String> rows(InputStream table) throws IOException {
        try (table) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .filter(row ->
                            row.split("\t", -1)[HIDES].matches("data.*|command.*|answer|counter|dialogue|" + INSIDE))
                    .toList();
        }
    }

    /// Returns the exchange for a row.
    ///
    /// @param canary [#CANARY_LENGTH] bytes; an exchange with less room has only the first of them
    public static CanaryExchange of(String row, Bytes canary) {
        var cells = row.split("\t", -1);
        var before = new ArrayList<Bytes>();
        String aid = AIDS.get(cells[APPLICATION].split(" ", -1)[0]);
        if (aid != null) {
            before.add(command("00A40400", aid));
        }
        String p12 = cells[PARAMETERS].split(" ", -1)[0].replace('X', '0');
        var data = new StringBuilder();
        int length = -1;
        boolean isTrailer = false;
        for (String condition : cells[CONDITIONS].split(",", -1)) {
            String value = condition.substring(condition.indexOf('=') + 1);
            if (condition.startsWith("p2=")) {
                p12 = p12.substring(0, 2) + value.substring(0, 2);
            } else if (condition.startsWith("data=")) {
                data.append(value);
            } else if (condition.startsWith("tag=")) {
                data.append(data.isEmpty() ? "" : "00").append(value).append("10");
            } else if (condition.startsWith("inside=")) {
                data.append("70").append("%02X".formatted(value.length() / 2 + 1 + CANARY_LENGTH));
                data.append(value).append("%02X".formatted(CANARY_LENGTH));
            } else if (condition.startsWith("lc=")) {
                length = Integer.parseInt(value);
            } else if (condition.startsWith("file=")) {
                before.add(command("00A40804", value.replace("/", "")));
            } else if (condition.startsWith("sfi=")) {
                String[] path = value.split("/", -1);
                int identifier = Integer.parseInt(path[1], 16);
                if (!path[0].equals("7FFF")) {
                    before.add(command("00A40004", path[0]));
                }
                boolean isRecord = cells[INSTRUCTION].matches("(B2|DC).*");
                p12 = isRecord ? "01%02X".formatted(identifier << 3 | 4) : "%02X00".formatted(0x80 | identifier);
            } else if (condition.equals("trailer")) {
                isTrailer = true;
                p12 = "000B";
                length = CANARY_LENGTH;
            }
        }
        if (cells[HIDES].equals("feature")) {
            p12 = "0106"; // FEATURE_VERIFY_PIN_DIRECT
        }
        data.append(before(cells[HIDES]));
        boolean isAnswer = cells[HIDES].matches("answer|counter|dialogue");
        int at = cells[HIDES].indexOf('@');
        while (at > 0 && data.length() < 2 * Integer.parseInt(cells[HIDES].substring(at + 1))) {
            data.append("00");
        }
        int room = isAnswer
                ? isTrailer ? TRAILER_KEY : CANARY_LENGTH
                : length < 0 ? CANARY_LENGTH : Math.min(CANARY_LENGTH, length - data.length() / 2);
        data.append(isAnswer ? "" : canary.toHex());
        while (length >= 0 && data.length() < 2 * length) {
            data.append("00");
        }
        if (length >= 0) {
            data.setLength(2 * length);
        }
        String header = cla(cells[CLASS].split(" ", -1)[0]) + cells[INSTRUCTION].split(" ", -1)[0] + p12;
        var secret = canary.slice(0, room);
        String response = isAnswer ? (isTrailer ? "000000000000FF078069" : "") + secret.toHex() : "";
        boolean isRead = isAnswer && isTrailer;
        return new CanaryExchange(
                row,
                before,
                isRead
                        ? Bytes.hex(header + "10")
                        : data.isEmpty() ? Bytes.hex(header + "00") : command(header, data.toString()),
                Bytes.hex(response + "9000"),
                secret);
    }

    /// The bytes in front of a secret inside a structure: a data grouping, a VERIFY, an object, or a PIN structure.
    private static String before(String hides) {
        return switch (hides) {
            case "dgi" -> "8F01%02X".formatted(CANARY_LENGTH);
            case "envelope", "tunnel" -> VERIFY;
            case "objects" -> "53%02X".formatted(CANARY_LENGTH + 5) + VERIFY;
            case "feature" -> "00".repeat(15) + "%02X000000".formatted(CANARY_LENGTH + 5) + VERIFY;
            default -> "";
        };
    }

    /// Whether the secret is in a structure or command inside the command's data.
    public boolean isInside() {
        return row.split("\t", -1)[HIDES].matches(INSIDE);
    }

    private static String cla(String cell) {
        return switch (cell) {
            case "*", "iso" -> "00";
            case "gp" -> "80";
            default -> cell;
        };
    }

    private static Bytes command(String header, String data) {
        return Bytes.hex(header + "%02X".formatted(data.length() / 2) + data);
    }

    /// Whether the canary is in the response.
    public boolean isInResponse() {
        return response.length() > 2;
    }

    @Override
    public String toString() {
        return row;
    }
}
