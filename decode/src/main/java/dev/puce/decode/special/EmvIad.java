package dev.puce.decode.special;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.View;

/// Issuer application data: its layout belongs to the scheme, and its shape tells which one it is. An unknown
/// shape stays hex.
final class EmvIad {
    private EmvIad() {}

    static void write(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree()) {
            return;
        }
        int length = bytes.length();
        if (isCommonCore(bytes)) {
            commonCore(field, bytes, out);
        } else if (length >= 7 && bytes.u8(0) == 0x06 && bytes.u8(3) == 0x03) {
            visa(field, bytes, out);
        } else if (length == 32 && bytes.u8(0) == 0x1F) {
            newVisa(field, bytes, out);
        } else if ((length == 18 || length == 20 || length == 26 || length == 28) && bytes.u8(1) >> 4 == 1) {
            mastercard(field, bytes, out);
        } else {
            out.leaf(field, Texts.hex(bytes), bytes);
        }
    }

    private static boolean isCommonCore(View bytes) {
        return bytes.length() == 32
                && bytes.u8(0) == 0x0F
                && (bytes.u8(1) == 0xA5 || bytes.u8(1) == 0xA6)
                && bytes.u8(16) == 0x0F;
    }

    private static void commonCore(Field field, View bytes, Out out) {
        out.open(field, "common core definitions", bytes);
        out.hex(Field.of("common core identifier"), bytes.sub(1, 2));
        out.hex(Field.of("derivation key index (DKI)"), bytes.sub(2, 3));
        View results = bytes.sub(3, 8);
        out.leaf(
                Field.of("card verification results (CVR)"),
                results.hex() + " (" + SpecialFormats.bits("emv", "ccdcvr", results) + ")",
                results);
        out.hex(Field.of("counters"), bytes.sub(8, 16));
        out.hex(Field.of("issuer discretionary data"), bytes.sub(17, 32));
        out.close();
    }

    private static void visa(Field field, View bytes, Out out) {
        out.open(field, "Visa", bytes);
        out.hex(Field.of("derivation key index (DKI)"), bytes.sub(1, 2));
        out.hex(Field.of("cryptogram version number (CVN)"), bytes.sub(2, 3));
        View results = bytes.sub(3, 7);
        out.leaf(
                Field.of("card verification results (CVR)"),
                results.hex() + " (" + SpecialFormats.bits("visa", "cvr", results) + ")",
                results);
        out.hex(Field.of("issuer discretionary data"), bytes.sub(7));
        out.close();
    }

    private static void newVisa(Field field, View bytes, Out out) {
        out.open(field, "Visa, format " + (bytes.u8(1) >> 4), bytes);
        out.hex(Field.of("cryptogram version number (CVN)"), bytes.sub(1, 2));
        out.hex(Field.of("derivation key index (DKI)"), bytes.sub(2, 3));
        out.hex(Field.of("card verification results (CVR)"), bytes.sub(3, 8));
        out.hex(Field.of("option identifier and data"), bytes.sub(8));
        out.close();
    }

    private static void mastercard(Field field, View bytes, Out out) {
        out.open(field, "Mastercard", bytes);
        out.hex(Field.of("derivation key index (DKI)"), bytes.sub(0, 1));
        out.hex(Field.of("cryptogram version number (CVN)"), bytes.sub(1, 2));
        out.hex(Field.of("card verification results (CVR)"), bytes.sub(2, 8));
        out.hex(Field.of("DAC or ICC dynamic number"), bytes.sub(8, 10));
        out.hex(Field.of("counters"), bytes.sub(10));
        out.close();
    }
}
