package dev.puce.wire;

import dev.puce.iso7816.Bytes;

/// A message from a client to the daemon: one record per command, fields named as in `winscard_msg.h`.
///
/// On the wire each is a header (`size`, `command`), a struct of `size` bytes, and for TRANSMIT and CONTROL
/// as many bytes of data as the struct says. Fields that only the daemon fills are left out where clients
/// send zeros.
public sealed interface Request {
    /// The number in the header; see [Command].
    int command();

    /// First message of a connection: the version that the client speaks.
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

    /// Opens a handle anew.
    ///
    /// @param activeProtocol what was in the caller's variable; the daemon returns it when it fails early
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

    /// Protocol 3 and length 16 of the receive PCI stand for a caller that passed none.
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
    /// @param data       what goes to the driver, at most 65548 bytes
    record Control(int card, int controlCode, int recvLength, Bytes data) implements Request {
        @Override
        public int command() {
            return Command.CONTROL.number();
        }
    }

    /// Asks for nothing but a return code: name, state and ATR come with the states of the readers.
    record Status(int card) implements Request {
        @Override
        public int command() {
            return Command.STATUS.number();
        }
    }

    /// Comes on a connection of its own.
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

    /// Asks for all readers at once (protocols up to 4.5).
    record GetReadersState() implements Request {
        @Override
        public int command() {
            return Command.GET_READERS_STATE.number();
        }
    }

    /// Registers the connection for one event.
    ///
    /// @param body empty, or the 8 bytes (`timeOut`, `rv`) that protocols up to 4.3 have here
    record WaitReaderStateChange(Bytes body) implements Request {
        /// As clients of that version send it.
        public static WaitReaderStateChange of(ProtocolVersion version) {
            return new WaitReaderStateChange(bodyFor(version));
        }

        @Override
        public int command() {
            return Command.WAIT_READER_STATE_CHANGE.number();
        }
    }

    /// Takes the registration back; answered only if no event has used it up before.
    ///
    /// @param body empty, or the 8 bytes (`timeOut`, `rv`) that protocols up to 4.3 have here
    record StopWaitingReaderStateChange(Bytes body) implements Request {
        /// As clients of that version send it.
        public static StopWaitingReaderStateChange of(ProtocolVersion version) {
            return new StopWaitingReaderStateChange(bodyFor(version));
        }

        @Override
        public int command() {
            return Command.STOP_WAITING_READER_STATE_CHANGE.number();
        }
    }

    /// Asks how often readers came or went (from 4.5).
    record GetReaderEvents() implements Request {
        @Override
        public int command() {
            return Command.GET_READER_EVENTS.number();
        }
    }

    /// Asks for the number of entries (from 4.6).
    record GetReadersStateSize() implements Request {
        @Override
        public int command() {
            return Command.GET_READERS_STATE_SIZE.number();
        }
    }

    /// Asks for the entries themselves (from 4.6).
    record GetReadersStateArray() implements Request {
        @Override
        public int command() {
            return Command.GET_READERS_STATE_ARRAY.number();
        }
    }

    /// A command that puce does not know. How its reply looks is not known either.
    record Unknown(int command, Bytes body) implements Request {}

    /// A header that no client sends: the size does not fit the command, or the data are longer than the daemon
    /// accepts. The daemon closes the connection; where the next message would begin is not known.
    ///
    /// @param size   the size in the header, or that of the data, as it was read
    /// @param reason what is wrong, in words
    record Malformed(int command, int size, String reason) implements Request {}

    /// What followed a malformed header, up to the next one that makes sense.
    ///
    /// @param length    how many bytes were skipped
    /// @param beginning the first of them, at most 64
    record Skipped(long length, Bytes beginning) implements Request {
        /// None: 0.
        @Override
        public int command() {
            return 0;
        }
    }

    private static Bytes bodyFor(ProtocolVersion version) {
        return version.waitHasBody() ? Bytes.of(new byte[Layout.WAIT_BODY]) : Bytes.EMPTY;
    }
}
