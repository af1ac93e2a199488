package dev.puce.iso7816;

/// Formats bytes as a hex dump: offset, 16 bytes in hex, the same bytes as ASCII. Stateless and thread-safe.
///
///     0000  6F 1A 84 0E 31 50 41 59  2E 53 59 53 2E 44 44 46  |o...1PAY.SYS.DDF|
public final class HexDump {
    private static final int PER_LINE = 16;

    private HexDump() {}

    /// Returns the dump. Line feeds separate the lines. Empty if there are no bytes.
    public static String of(Bytes bytes) {
        var text = new StringBuilder();
        String offsetFormat = bytes.length() > 0x10000 ? "%08X" : "%04X";
        for (int start = 0; start < bytes.length(); start += PER_LINE) {
            int end = Math.min(start + PER_LINE, bytes.length());
            if (start > 0) {
                text.append('\n');
            }
            text.append(offsetFormat.formatted(start)).append(' ');
            for (int i = start; i < start + PER_LINE; i++) {
                text.append(i == start + PER_LINE / 2 ? "  " : " ");
                text.append(i < end ? "%02X".formatted(bytes.get(i)) : "  ");
            }
            text.append("  |");
            for (int i = start; i < end; i++) {
                int b = bytes.get(i);
                text.append(b >= 0x20 && b <= 0x7E ? (char) b : '.');
            }
            text.append('|');
        }
        return text.toString();
    }
}
