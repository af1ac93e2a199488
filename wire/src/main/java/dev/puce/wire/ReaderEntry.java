package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;

/// One entry of the daemon's reader table, as encoded in messages: 184 bytes, `READER_STATE` in `eventhandler.h`.
///
/// Entries are slots: a removed reader leaves an unused entry between others.
///
/// @param name         name of the reader, at most 128 bytes; empty in an unused entry
/// @param eventCounter number of card insertions and removals, 0 to 0xFFFF
/// @param state        the `SCARD_*` bits of SCardStatus (absent 2, present 4, mute 8, powered 0x10, ...)
/// @param sharing      -1 exclusive, 0 not in use, else the number of open handles
/// @param atrField     the 33 bytes of the ATR field; bytes after the ATR's length are remains of earlier ATRs
/// @param atrLength    length of the ATR in bytes; 34 in an entry that was never used
/// @param protocol     protocol of the card: 0 none, 1 T=0, 2 T=1, 4 raw
public record ReaderEntry(
        String name, int eventCounter, int state, int sharing, Bytes atrField, int atrLength, int protocol) {
    /// Size on the wire, in bytes.
    public static final int SIZE = Layout.READER_ENTRY;

    /// Number of entries in the messages of protocols up to 4.5, unless the daemon was built with another number.
    public static final int USUAL_COUNT = 16;

    /// An entry without a reader.
    public static final ReaderEntry UNUSED = of("", 0, 0, 0, Bytes.EMPTY, 0);

    /// Creates an entry for a reader with a card that has this ATR, or without a card if the ATR is empty.
    public static ReaderEntry of(String name, int eventCounter, int state, int sharing, Bytes atr, int protocol) {
        return new ReaderEntry(name, eventCounter, state, sharing, atr, atr.length(), protocol);
    }

    /// Returns whether the entry describes a reader.
    public boolean isUsed() {
        return !name.isEmpty();
    }

    /// Returns the ATR; empty without a card, or if the length is invalid.
    public Bytes atr() {
        boolean valid = atrLength >= 0 && atrLength <= Layout.ATR && atrLength <= atrField.length();
        return valid ? atrField.slice(0, atrLength) : Bytes.EMPTY;
    }

    static ReaderEntry read(ByteBuffer in) {
        String name = ReaderName.read(in);
        int eventCounter = in.getInt();
        int state = in.getInt();
        int sharing = in.getInt();
        Bytes atr = Layout.read(in, Layout.ATR);
        in.position(in.position() + 3);
        return new ReaderEntry(name, eventCounter, state, sharing, atr, in.getInt(), in.getInt());
    }

    void write(ByteBuffer out) {
        ReaderName.write(out, name);
        out.putInt(eventCounter).putInt(state).putInt(sharing);
        Layout.writePadded(out, atrField, Layout.ATR, "the ATR of \"" + name + "\"");
        out.put(new byte[3]).putInt(atrLength).putInt(protocol);
    }
}
