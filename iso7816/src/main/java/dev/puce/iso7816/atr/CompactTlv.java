package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;

/// A COMPACT-TLV data object: one byte with tag number and length, then the value (ISO/IEC 7816-4:2013,
/// 12.1.1.2).
///
/// @param tag     high half of the first byte, 0 to 15: the object 4X of the interindustry tags
/// @param value   the bytes that are present; length 0 is legal
/// @param missing number of announced bytes that are past the end
public record CompactTlv(int tag, Bytes value, int missing) {
    /// Returns the number of bytes of the object, including the tag byte.
    public int size() {
        return 1 + value.length();
    }

    /// Splits bytes into objects. Only the last one can be incomplete.
    public static List<CompactTlv> parseAll(Bytes bytes) {
        var objects = new ArrayList<CompactTlv>();
        int at = 0;
        while (at < bytes.length()) {
            int length = bytes.get(at) & 0xF;
            int end = Math.min(at + 1 + length, bytes.length());
            objects.add(new CompactTlv(bytes.get(at) >> 4, bytes.slice(at + 1, end), at + 1 + length - end));
            at = end;
        }
        return List.copyOf(objects);
    }

    /// Returns the object's name in the standard.
    public String name() {
        return switch (tag) {
            case 1 -> "country code";
            case 2 -> "issuer identification number";
            case 3 -> "card service data";
            case 4 -> "initial access data";
            case 5 -> "card issuer's data";
            case 6 -> "pre-issuing data";
            case 7 -> "card capabilities";
            case 8 -> "status indicator";
            case 15 -> "application identifier";
            default -> "not defined";
        };
    }

    /// Returns whether the standard defines an object with this tag.
    public boolean isDefined() {
        return (tag >= 1 && tag <= 8) || tag == 15;
    }

    /// Returns whether the standard allows this length for this object.
    public boolean hasDefinedLength() {
        int length = value.length();
        return missing == 0
                && switch (tag) {
                    case 3 -> length == 1;
                    case 4 -> length == 1 || length == 2 || length == 5;
                    case 7, 8 -> length >= 1 && length <= 3;
                    default -> true;
                };
    }
}
