package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;

/// One entry of the daemon's table of readers, as the messages carry it: 184 bytes, `READER_STATE` in
/// `eventhandler.h`.
///
/// Entries are slots: a reader that was removed leaves an unused entry between others.
///
/// @param name         name of the reader, at most 128 bytes; empty in an unused entry
/// @param eventCounter number of card insertions and removals, 0 to 0xFFFF
/// @param state        the `SCARD_*` bits of SCardStatus (absent 2, present 4, mute 8, powered 0x10, ...)
/// @param sharing      -1 exclusive, 0 nobody, else the number of open handles
/// @param atrField     the 33 bytes of the ATR field; what lies behind the ATR's length is left over from
///                     other cards
/// @param atrLength    length of the ATR in bytes; 34 marks an entry that was never used
/// @param protocol     protocol of the card: 0 none, 1 T=0, 2 T=1, 4 raw
public record ReaderEntry(
        String name, int eventCounter, int state, int sharing, Bytes atrField, int atrLength, int protocol) {
    /// Size on the wire, in bytes.
    public static final int SIZE = Layout.READER_ENTRY;

    /// Number of entries in the messages of protocols up to 4.5, unless the daemon was built with another one.
    public static final int USUAL_COUNT = 16;

    /// An entry without a reader.
    public static final ReaderEntry UNUSED = of("", 0, 0, 0, Bytes.EMPTY, 0);

    /// An entry for a reader with a card that has this ATR, or without card and with an empty one.
    public static ReaderEntry of(String name, int eventCounter, int state, int sharing, Bytes atr, int protocol) {
        return new ReaderEntry(name, eventCounter, state, sharing, atr, atr.length(), protocol);
    }

    /// Whether the entry stands for a reader.
    public boolean isUsed() {
        return !name.isEmpty();
    }

    /// The ATR; empty without a card, and where the length makes no sense.
    public Bytes atr() {
        boolean sensible = atrLength >= 0 && atrLength <= Layout.ATR && atrLength <= atrField.length();
        return sensible ? atrField.slice(0, atrLength) : Bytes.EMPTY;
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
