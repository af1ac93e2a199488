package dev.puce.decode.special;

import static dev.puce.decode.special.SpecialFormats.format;
import static dev.puce.decode.special.SpecialFormats.leaf;
import static dev.puce.decode.special.SpecialFormats.text;
import static dev.puce.decode.special.SpecialFormats.with;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Money;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.Tlv;
import dev.puce.decode.dictionary.TlvFormat;
import dev.puce.decode.dictionary.View;
import dev.puce.iso7816.Bytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Function;

/// Formats of EMV book 3.
final class EmvFormats {
    static final Map<String, Function<String, Format>> NAMED = Map.ofEntries(
            format("emv.processing", (field, bytes, scope, out) -> answer(bytes, scope, out, "82 2", "94 *")),
            format(
                    "emv.cryptogram",
                    (field, bytes, scope, out) -> answer(bytes, scope, out, "9F27 1", "9F36 2", "9F26 8", "9F10 *")),
            format("emv.internal", (field, bytes, scope, out) -> answer(bytes, scope, out, "9F4B *")),
            format("emv.relay", EmvFormats::relay),
            format("emv.record", EmvFormats::record),
            format("emv.list", EmvDol::list),
            format("emv.cdol", (field, bytes, scope, out) -> EmvDol.cdol(bytes, scope, out)),
            format("emv.cvm", EmvFormats::methods),
            format("emv.afl", EmvFormats::locator),
            format("emv.iad", EmvIad::write),
            format("emv.script", EmvFormats::script),
            format("emv.issuerauthentication", EmvFormats::issuerAuthentication),
            with(
                    "emv.dol",
                    tag -> (field, bytes, scope, out) -> EmvDol.values(Integer.parseInt(tag, 16), bytes, scope, out)),
            text("emv.track2", (bytes, _) -> track2(bytes)),
            text("emv.priority", (bytes, _) -> priority(bytes)),
            text("emv.cvmresult", (bytes, _) -> result(bytes)));

    private EmvFormats() {}

    /// Answers in format 1 (tag 80) are positional, those in format 2 (tag 77) are data objects.
    private static void answer(View bytes, DictionaryScope scope, Out out, String... fields) {
        var objects = new Tlv(bytes);
        if (!objects.next() || objects.tag() != 0x80) {
            TlvFormat.objects("emv", TlvFormat.Syntax.BER, bytes, scope, out);
            return;
        }
        View value = objects.value();
        out.open(new Field("80", "answer, format 1", Field.Highlight.NONE), "", value);
        int at = 0;
        for (String field : fields) {
            String[] cells = field.split(" ", -1);
            int end = cells[1].equals("*") ? value.length() : at + Integer.parseInt(cells[1]);
            View part = value.sub(at, end);
            if (part.isEmpty()) {
                break;
            }
            scope.dictionary()
                    .tags("emv")
                    .row(Integer.parseInt(cells[0], 16))
                    .format()
                    .write(part, scope, out);
            at = end;
        }
        out.close();
    }

    private static void relay(Field field, View bytes, DictionaryScope scope, Out out) {
        View value = Tlv.find(bytes, 0x80);
        if (value.length() < 10) {
            out.hex(field, bytes);
            return;
        }
        out.hex(Field.of("device entropy"), value.sub(0, 4));
        leaf(Field.of("minimum time"), milliseconds(value.u16(4)), value.sub(4, 6), out);
        leaf(Field.of("maximum time"), milliseconds(value.u16(6)), value.sub(6, 8), out);
        leaf(Field.of("transmission time"), milliseconds(value.u16(8)), value.sub(8, 10), out);
    }

    /// A time in units of 100 microseconds (EMV book C-2, annex A).
    private static String milliseconds(int units) {
        return units / 10 + "." + units % 10 + " ms";
    }

    /// A record is template 70; records of other files, such as the log, stay plain.
    private static void record(Field field, View bytes, DictionaryScope scope, Out out) {
        var objects = new Tlv(bytes);
        if (objects.next() && (objects.tag() == 0x70 || objects.tag() == 0x61)) {
            TlvFormat.objects("emv", TlvFormat.Syntax.BER, bytes, scope, out);
        } else if (scope.memory().containsKey(EmvDol.LOG_FORMAT)) {
            EmvDol.values(EmvDol.LOG_FORMAT, bytes, scope, out);
        } else if (scope.file() != null) {
            scope.file().format().write(bytes, scope, out);
        } else {
            out.hex(field, bytes);
        }
    }

    /// PAN, D, expiry date, service code, discretionary data, padded with F.
    private static String track2(View bytes) {
        String hex = bytes.hex();
        int separator = hex.indexOf('D');
        if (separator < 8 || hex.length() < separator + 8) {
            return null;
        }
        String rest = hex.substring(separator + 1);
        String discretionary = rest.substring(7).replaceAll("F$", "");
        String expiry = rest.substring(0, 4);
        String date = expiry.matches("[0-9]{4}")
                ? Texts.date("20" + expiry.substring(0, 2), expiry.substring(2) + "00")
                : null;
        return "PAN " + hex.substring(0, separator) + ", expires " + (date == null ? expiry : date) + ", service code "
                + rest.substring(4, 7) + ", discretionary " + discretionary;
    }

    private static String priority(View bytes) {
        int value = bytes.u8(0);
        return (value & 15) + ((value & 0x80) != 0 ? ", needs confirmation by the cardholder" : "");
    }

    private static String result(View bytes) {
        if (bytes.length() != 3) {
            return null;
        }
        View method = View.derived(Bytes.of(bytes.u8(0) & 0x3F));
        return SpecialFormats.value("emv", "cvm", method) + " "
                + SpecialFormats.value("emv", "cvmcondition", bytes.sub(1, 2)) + ": "
                + SpecialFormats.value("emv", "cvmresult", bytes.sub(2, 3));
    }

    /// Two amounts and rules of two bytes (annex C3).
    private static void methods(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        out.open(field, "", bytes);
        out.leaf(Field.of("amount X"), amount(bytes.sub(0, 4), scope), bytes.sub(0, 4));
        out.leaf(Field.of("amount Y"), amount(bytes.sub(4, 8), scope), bytes.sub(4, 8));
        int number = 1;
        for (int at = 8; at + 1 < bytes.length(); at += 2) {
            View method = View.derived(Bytes.of(bytes.u8(at) & 0x3F));
            String otherwise = (bytes.u8(at) & 0x40) != 0 ? "else next" : "else fail";
            out.leaf(
                    Field.of("rule " + number++),
                    SpecialFormats.value("emv", "cvm", method) + " "
                            + SpecialFormats.value("emv", "cvmcondition", bytes.sub(at + 1, at + 2)) + ", "
                            + otherwise,
                    bytes.sub(at, at + 2));
        }
        out.close();
    }

    private static String amount(View bytes, DictionaryScope scope) {
        return Money.amount(BigDecimal.valueOf(bytes.number()), scope.memory().get(0x9F42));
    }

    private static void locator(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        var entries = new ArrayList<String>();
        for (int at = 0; at + 3 < bytes.length(); at += 4) {
            int first = bytes.u8(at + 1);
            int last = bytes.u8(at + 2);
            int signed = bytes.u8(at + 3);
            entries.add("SFI " + (bytes.u8(at) >> 3)
                    + (first == last ? " record " + first : " records " + first + "-" + last)
                    + (signed == 0 ? "" : " (" + signed + " authenticated offline)"));
        }
        String none =
                entries.stream().noneMatch(entry -> entry.contains("offline")) ? ", none authenticated offline" : "";
        out.leaf(field, String.join("; ", entries) + none, bytes);
    }

    private static void script(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        out.open(field, "", bytes);
        var objects = new Tlv(bytes);
        while (objects.next()) {
            var label = new Field(SpecialFormats.id(objects.tag()), "script command", Field.Highlight.NONE);
            if (objects.tag() == 0x86) {
                boolean secret = objects.value().u8(1) == 0x24;
                if (secret) {
                    out.secret(label, objects.value());
                } else {
                    new CommandFormat().write(label, objects.value(), scope, out);
                }
            } else {
                out.hex(label.renamed("script identifier"), objects.value());
            }
        }
        out.close();
    }

    private static void issuerAuthentication(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        out.open(Field.of("issuer authentication data"), Texts.bytes(bytes.length()), bytes);
        if (bytes.length() == 10) {
            out.hex(Field.of("ARPC"), bytes.sub(0, 8));
            String code = Texts.ascii(bytes.sub(8));
            out.leaf(
                    Field.of("authorisation response code"),
                    code == null ? bytes.sub(8).hex() : code,
                    bytes.sub(8));
        } else {
            out.hex(Field.of("value"), bytes);
        }
        out.close();
    }
}
