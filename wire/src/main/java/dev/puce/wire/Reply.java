package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.util.List;

/// A message from the daemon to a client: one record per command, fields named as in `winscard_msg.h`.
///
/// A reply has neither header nor length, so decoding it requires the request. The records contain only the
/// fields that the daemon fills in. The other fields of the struct repeat the request; [ReplyEncoder] copies them
/// from it.
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

    /// The card's response.
    ///
    /// @param length length of the response APDU, in bytes; if the caller's buffer is too small, the
    ///               required length
    /// @param data   the response APDU; empty unless the return code is 0
    record Transmit(int recvProtocol, int recvPciLength, int length, Bytes data, int returnCode) implements Coded {
        /// Creates a successful reply.
        public static Transmit success(int recvProtocol, int recvPciLength, Bytes data) {
            return new Transmit(recvProtocol, recvPciLength, data.length(), data, 0);
        }
    }

    /// The driver's reply.
    ///
    /// @param length number of returned bytes; if the caller's buffer is too small, the required number
    /// @param data   the bytes from the driver; empty unless the return code is 0
    record Control(int length, Bytes data, int returnCode) implements Coded {
        /// Creates a successful reply.
        public static Control success(Bytes data) {
            return new Control(data.length(), data, 0);
        }
    }

    record Status(int returnCode) implements Coded {}

    record Cancel(int returnCode) implements Coded {}

    /// The value of an attribute.
    ///
    /// @param field  the field for the value, at most 264 bytes, with zeros after the value
    /// @param length length of the value in bytes; after a failure 264, as in the request
    record GetAttrib(Bytes field, int length, int returnCode) implements Coded {
        /// Creates a successful reply with a value of at most 264 bytes.
        public static GetAttrib success(Bytes value) {
            return new GetAttrib(value, value.length(), 0);
        }

        /// Returns the value; empty unless the return code is 0.
        public Bytes value() {
            boolean valid = returnCode == 0 && length >= 0 && length <= field.length();
            return valid ? field.slice(0, length) : Bytes.EMPTY;
        }
    }

    record SetAttrib(int returnCode) implements Coded {}

    /// The states of all readers, including unused entries: the reply to GET_READERS_STATE,
    /// GET_READERS_STATE_ARRAY and, in protocols 4.4 and 4.5, to WAIT_READER_STATE_CHANGE.
    record ReadersState(List<ReaderEntry> entries) implements Reply {
        public ReadersState {
            entries = List.copyOf(entries);
        }
    }

    /// Number of entries in the reply to GET_READERS_STATE_ARRAY.
    record ReadersStateSize(int count) implements Reply {}

    /// The connection is no longer registered for events.
    ///
    /// @param timeOut 0
    record StopWaitingReaderStateChange(int timeOut, int returnCode) implements Coded {}

    /// The counter for `\\?PnP?\Notification`.
    ///
    /// @param readerEvents number of reader arrivals and removals; 16 bits
    record ReaderEvents(int readerEvents, int returnCode) implements Coded {}

    /// An unsolicited message, sent once to a connection that registered with WAIT_READER_STATE_CHANGE.
    ///
    /// @param timeOut    0
    /// @param returnCode 0: a state changed; 0x80100002: cancelled
    record Event(int timeOut, int returnCode) implements Coded {
        public static final Event CHANGED = new Event(0, 0);
        public static final Event CANCELLED = new Event(0, 0x80100002);
    }

    /// Unsolicited bytes, bytes that do not fit the request, or a reply to a command that puce does not know.
    ///
    /// @param bytes  the first bytes, at most 4096
    /// @param length number of bytes
    /// @param reason the reason, as text
    record Unexpected(Bytes bytes, long length, String reason) implements Reply {}
}
