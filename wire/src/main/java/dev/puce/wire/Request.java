package dev.puce.wire;

import dev.puce.iso7816.Bytes;

/// A message from a client to the daemon: one record per command, fields named as in `winscard_msg.h`.
///
/// On the wire, each has a header (`size`, `command`) and a struct of `size` bytes. For TRANSMIT and CONTROL,
/// data follows; its length is in the struct. The records omit fields that only the daemon fills in and clients
/// send as zero.
public sealed interface Request {
    /// Returns the number in the header; see [Command].
    int command();

    /// The first message of a connection: the client's version.
    record Version(int major, int minor) implements Request {
        @Override
        public int command() {
            return Command.VERSION.number();
        }
    }

    record EstablishContext(int scope) implements Request {
        @Override
        public int command() {
            return Command.ESTABLISH_CONTEXT.number();
        }
    }

    record ReleaseContext(int context) implements Request {
        @Override
        public int command() {
            return Command.RELEASE_CONTEXT.number();
        }
    }

    record Connect(int context, String reader, int shareMode, int preferredProtocols) implements Request {
        @Override
        public int command() {
            return Command.CONNECT.number();
        }
    }

    /// Opens a handle again.
    ///
    /// @param activeProtocol the previous value of the caller's variable; the daemon returns it after an early
    /// failure
    record Reconnect(int card, int shareMode, int preferredProtocols, int initialization, int activeProtocol)
            implements Request {
        @Override
        public int command() {
            return Command.RECONNECT.number();
        }
    }

    record Disconnect(int card, int disposition) implements Request {
        @Override
        public int command() {
            return Command.DISCONNECT.number();
        }
    }

    record BeginTransaction(int card) implements Request {
        @Override
        public int command() {
            return Command.BEGIN_TRANSACTION.number();
        }
    }

    record EndTransaction(int card, int disposition) implements Request {
        @Override
        public int command() {
            return Command.END_TRANSACTION.number();
        }
    }

    /// Protocol 3 and length 16 of the receive PCI mean that the caller passed none.
    ///
    /// @param sendProtocol  protocol of the caller's send PCI
    /// @param sendPciLength length of the send PCI, 16
    /// @param recvProtocol  protocol of the caller's receive PCI
    /// @param recvPciLength length of the receive PCI
    /// @param recvLength    size of the caller's receive buffer, in bytes
    /// @param data          the command APDU, at most 65548 bytes
    record Transmit(
            int card,
            int sendProtocol,
            int sendPciLength,
            int recvProtocol,
            int recvPciLength,
            int recvLength,
            Bytes data)
            implements Request {
        @Override
        public int command() {
            return Command.TRANSMIT.number();
        }
    }

    /// Bytes for the driver of the reader.
    ///
    /// @param recvLength size of the caller's receive buffer, in bytes
    /// @param data       the bytes for the driver, at most 65548
    record Control(int card, int controlCode, int recvLength, Bytes data) implements Request {
        @Override
        public int command() {
            return Command.CONTROL.number();
        }
    }

    /// Requests only a return code. Name, state and ATR are part of the reader states.
    record Status(int card) implements Request {
        @Override
        public int command() {
            return Command.STATUS.number();
        }
    }

    /// Sent on a separate connection.
    record Cancel(int context) implements Request {
        @Override
        public int command() {
            return Command.CANCEL.number();
        }
    }

    record GetAttrib(int card, int attribute) implements Request {
        @Override
        public int command() {
            return Command.GET_ATTRIB.number();
        }
    }

    /// Sets an attribute of the reader.
    ///
    /// @param value at most 264 bytes
    record SetAttrib(int card, int attribute, Bytes value) implements Request {
        @Override
        public int command() {
            return Command.SET_ATTRIB.number();
        }
    }

    /// Requests the states of all readers (protocols up to 4.5).
    record GetReadersState() implements Request {
        @Override
        public int command() {
            return Command.GET_READERS_STATE.number();
        }
    }

    /// Registers the connection for one event.
    ///
    /// @param body empty, or the 8 bytes (`timeOut`, `rv`) of protocols up to 4.3
    record WaitReaderStateChange(Bytes body) implements Request {
        /// Creates the request as clients of that version send it.
        public static WaitReaderStateChange of(ProtocolVersion version) {
            return new WaitReaderStateChange(bodyFor(version));
        }

        @Override
        public int command() {
            return Command.WAIT_READER_STATE_CHANGE.number();
        }
    }

    /// Cancels the registration. The daemon replies only if no event has ended the registration before.
    ///
    /// @param body empty, or the 8 bytes (`timeOut`, `rv`) of protocols up to 4.3
    record StopWaitingReaderStateChange(Bytes body) implements Request {
        /// Creates the request as clients of that version send it.
        public static StopWaitingReaderStateChange of(ProtocolVersion version) {
            return new StopWaitingReaderStateChange(bodyFor(version));
        }

        @Override
        public int command() {
            return Command.STOP_WAITING_READER_STATE_CHANGE.number();
        }
    }

    /// Requests the number of reader arrivals and removals (from 4.5).
    record GetReaderEvents() implements Request {
        @Override
        public int command() {
            return Command.GET_READER_EVENTS.number();
        }
    }

    /// Requests the number of entries (from 4.6).
    record GetReadersStateSize() implements Request {
        @Override
        public int command() {
            return Command.GET_READERS_STATE_SIZE.number();
        }
    }

    /// Requests the entries (from 4.6).
    record GetReadersStateArray() implements Request {
        @Override
        public int command() {
            return Command.GET_READERS_STATE_ARRAY.number();
        }
    }

    /// A command that puce does not know. Its reply is unknown too.
    record Unknown(int command, Bytes body) implements Request {}

    /// An invalid header: the size does not fit the command, or the data is longer than the daemon accepts. The
    /// daemon closes the connection. The start of the next message is unknown.
    ///
    /// @param size   the size in the header, or the size of the data
    /// @param reason the reason, as text
    record Malformed(int command, int size, String reason) implements Request {}

    /// The bytes after a malformed header, up to the next valid one.
    ///
    /// @param length    number of skipped bytes
    /// @param beginning the first bytes, at most 64
    record Skipped(long length, Bytes beginning) implements Request {
        /// Returns 0: there is no command.
        @Override
        public int command() {
            return 0;
        }
    }

    private static Bytes bodyFor(ProtocolVersion version) {
        return version.waitHasBody() ? Bytes.of(new byte[Layout.WAIT_BODY]) : Bytes.EMPTY;
    }
}
