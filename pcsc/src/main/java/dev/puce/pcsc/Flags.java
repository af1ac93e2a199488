package dev.puce.pcsc;

/// Formats a word of flags: names joined by `|`, then unnamed bits in hex.
final class Flags {
    private final String prefix;
    private final StringBuilder text = new StringBuilder();
    private int named;

    Flags(String prefix) {
        this.prefix = prefix;
    }

    void add(int value, int flag, String name) {
        if ((value & flag) != 0) {
            append(prefix + name);
            named |= flag;
        }
    }

    String finish(int flags, String none) {
        int rest = flags & ~named;
        if (rest != 0) {
            append("0x%X".formatted(rest));
        }
        return text.isEmpty() ? prefix + none : text.toString();
    }

    private void append(String name) {
        if (!text.isEmpty()) {
            text.append('|');
        }
        text.append(name);
    }
}
