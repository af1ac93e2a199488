package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.util.List;

/// A message from the daemon to a client: one record per command, fields named as in `winscard_msg.h`.
///
/// A reply has neither header nor length: it can be read only by who knows the request, and only what the daemon
/// fills in is kept here. The rest of the struct repeats the request; [ReplyEncoder] takes it from there.
public sealed interface Reply {
    /// A reply with a return code (`rv`), a `SCARD_*` value.
    sealed interface Coded extends Reply {
        int returnCode();
    }

    /// The daemon's own version, not the negotiated one: see [ProtocolVersion#negotiated].
    record Version(int major, int minor, int returnCode) implements Coded {}

    record EstablishContext(int context, int returnCode) implements Coded {}

    record ReleaseContext(int returnCode) implements Coded {}

    record Connect(int card, int activeProtocol, int returnCode) implements Coded {}

    record Reconnect(int activeProtocol, int returnCode) implements Coded {}

    record Disconnect(int returnCode) implements Coded {}

    record BeginTransaction(int returnCode) implements Coded {}

    record EndTransaction(int returnCode) implements Coded {}

    /// The answer of the card.
    ///
    /// @param length length of the response APDU, in bytes; if the caller's buffer is too small, the one that it
    ///               would need
    /// @param data   the response APDU; empty unless the return code is 0
    record Transmit(int recvProtocol, int recvPciLength, int length, Bytes data, int returnCode) implements Coded {
        /// The answer of a card.
        public static Transmit success(int recvProtocol, int recvPciLength, Bytes data) {
            return new Transmit(recvProtocol, recvPciLength, data.length(), data, 0);
        }
    }

    /// The answer of the driver.
    ///
    /// @param length number of bytes returned; if the caller's buffer is too small, the number that it would
    ///               need
    /// @param data   what the driver returned; empty unless the return code is 0
    record Control(int length, Bytes data, int returnCode) implements Coded {
        /// The answer of a driver.
        public static Control success(Bytes data) {
            return new Control(data.length(), data, 0);
        }
    }

    record Status(int returnCode) implements Coded {}

    record Cancel(int returnCode) implements Coded {}

    /// The value of an attribute.
    ///
    /// @param field  the field for the value, at most 264 bytes, zeros behind the value
    /// @param length length of the value in bytes; 264, as asked, when it failed
    record GetAttrib(Bytes field, int length, int returnCode) implements Coded {
        /// A value, at most 264 bytes.
        public static GetAttrib success(Bytes value) {
            return new GetAttrib(value, value.length(), 0);
        }

        /// The value; empty unless the return code is 0.
        public Bytes value() {
            boolean sensible = returnCode == 0 && length >= 0 && length <= field.length();
            return sensible ? field.slice(0, length) : Bytes.EMPTY;
        }
    }

    record SetAttrib(int returnCode) implements Coded {}

    /// The states of all readers: answer to GET_READERS_STATE, GET_READERS_STATE_ARRAY and, in protocols 4.4 and
    /// 4.5, to WAIT_READER_STATE_CHANGE. Unused entries included.
    record ReadersState(List<ReaderEntry> entries) implements Reply {
        public ReadersState {
            entries = List.copyOf(entries);
        }
    }

    /// Number of entries in the answer to GET_READERS_STATE_ARRAY.
    record ReadersStateSize(int count) implements Reply {}

    /// The connection is not registered for events any more.
    ///
    /// @param timeOut 0
    record StopWaitingReaderStateChange(int timeOut, int returnCode) implements Coded {}

    /// The counter that stands behind `\\?PnP?\Notification`.
    ///
    /// @param readerEvents how often readers came or went; 16 bits
    record ReaderEvents(int readerEvents, int returnCode) implements Coded {}

    /// What the daemon sends by itself, once, to a connection that registered with WAIT_READER_STATE_CHANGE.
    ///
    /// @param timeOut    0
    /// @param returnCode 0: something has changed; 0x80100002: cancelled
    record Event(int timeOut, int returnCode) implements Coded {
        public static final Event CHANGED = new Event(0, 0);
        public static final Event CANCELLED = new Event(0, 0x80100002);
    }

    /// Bytes that nobody asked for, that do not fit what was asked, or that answer a command that puce does
    /// not know.
    ///
    /// @param bytes  the first of them, at most 4096
    /// @param length how many there were
    /// @param reason what is wrong, in words
    record Unexpected(Bytes bytes, long length, String reason) implements Reply {}
}
