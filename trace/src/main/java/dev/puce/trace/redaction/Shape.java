package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;

/// The shape of a secret: a character for each byte, see [dev.puce.pcsc.Hidden].
final class Shape {
    private Shape() {}

    static String of(Bytes bytes, int from) {
        var shape = new StringBuilder(bytes.length() - from);
        for (int i = from; i < bytes.length(); i++) {
            int b = bytes.get(i);
            if (b >= '0' && b <= '9') {
                shape.append('d');
            } else {
                shape.append((b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') ? 'a' : 'x');
            }
        }
        for (int i = bytes.length() - 1; i >= from && padding(bytes.get(i)) != 0; i--) {
            shape.setCharAt(i - from, padding(bytes.get(i)));
        }
        return shape.toString();
    }

    private static char padding(int b) {
        return switch (b) {
            case 0xFF -> 'F';
            case 0x00 -> '0';
            case ' ' -> '_';
            default -> 0;
        };
    }
}
