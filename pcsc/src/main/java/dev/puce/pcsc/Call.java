package dev.puce.pcsc;

import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A PC/SC call with its arguments: one record per function of the API, named after it.
///
/// Components carry the names of the API's parameters without Hungarian prefixes; they are the names in a recording
/// too. An empty optional means that the source of the call could not see the argument. The argument may have been
/// there: the wire shows neither the groups of `SCardListReaders` nor the timeout of `SCardGetStatusChange`.
///
/// Calls are immutable. Handles (`context`, `card`) are as wide as the widest platform's, 64 bits, and opaque.
///
/// @see <a href="https://pcsclite.apdu.fr/api/group__API.html">the functions of PC/SC</a>
public sealed interface Call {
    /// A handle that the source of the call does not show.
    long UNKNOWN_HANDLE = Long.MIN_VALUE;

    /// Whether a handle is known.
    static boolean isKnown(long handle) {
        return handle != UNKNOWN_HANDLE;
    }

    /// The function that was called.
    Function function();

    /// The name of the function, or of what happened: `SCardTransmit`.
    default String name() {
        return function().symbol();
    }

    /// `SCardEstablishContext`.
    record EstablishContext(Scope scope) implements Call {
        @Override
        public Function function() {
            return Function.ESTABLISH_CONTEXT;
        }
    }

    /// `SCardReleaseContext`.
    record ReleaseContext(long context) implements Call {
        @Override
        public Function function() {
            return Function.RELEASE_CONTEXT;
        }
    }

    /// `SCardIsValidContext`; never reaches the daemon.
    record IsValidContext(long context) implements Call {
        @Override
        public Function function() {
            return Function.IS_VALID_CONTEXT;
        }
    }

    /// `SCardListReaderGroups`; never reaches the daemon.
    record ListReaderGroups(long context) implements Call {
        @Override
        public Function function() {
            return Function.LIST_READER_GROUPS;
        }
    }

    /// `SCardListReaders`.
    ///
    /// @param groups names of reader groups to look in; an empty list means all
    record ListReaders(long context, Optional<List<String>> groups) implements Call {
        public ListReaders {
            groups = groups.map(List::copyOf);
        }

        @Override
        public Function function() {
            return Function.LIST_READERS;
        }
    }

    /// `SCardGetStatusChange`.
    ///
    /// @param timeout milliseconds, 0xFFFFFFFF is infinite
    /// @param readers the reader states as the caller filled them in
    record GetStatusChange(long context, OptionalLong timeout, Optional<List<ReaderQuery>> readers) implements Call {
        public GetStatusChange {
            readers = readers.map(List::copyOf);
        }

        @Override
        public Function function() {
            return Function.GET_STATUS_CHANGE;
        }
    }

    /// `SCardCancel`.
    record Cancel(long context) implements Call {
        @Override
        public Function function() {
            return Function.CANCEL;
        }
    }

    /// `SCardConnect`.
    ///
    /// @param preferredProtocols the protocols that the caller accepts
    record Connect(long context, String reader, ShareMode shareMode, Protocols preferredProtocols) implements Call {
        @Override
        public Function function() {
            return Function.CONNECT;
        }
    }

    /// `SCardReconnect`.
    ///
    /// @param initialization treatment of the card before: leave, reset or unpower
    record Reconnect(long card, ShareMode shareMode, Protocols preferredProtocols, Disposition initialization)
            implements Call {
        @Override
        public Function function() {
            return Function.RECONNECT;
        }
    }

    /// `SCardDisconnect`.
    record Disconnect(long card, Disposition disposition) implements Call {
        @Override
        public Function function() {
            return Function.DISCONNECT;
        }
    }

    /// `SCardBeginTransaction`.
    record BeginTransaction(long card) implements Call {
        @Override
        public Function function() {
            return Function.BEGIN_TRANSACTION;
        }
    }

    /// `SCardEndTransaction`.
    record EndTransaction(long card, Disposition disposition) implements Call {
        @Override
        public Function function() {
            return Function.END_TRANSACTION;
        }
    }

    /// `SCardStatus`.
    record Status(long card) implements Call {
        @Override
        public Function function() {
            return Function.STATUS;
        }
    }

    /// `SCardTransmit`.
    ///
    /// @param sendPci    protocol control information of the command
    /// @param sendBuffer the command APDU, or its first bytes if its end is hidden
    /// @param recvLength size of the caller's receive buffer, in bytes
    /// @param hidden     the end of the command that redaction took away, if any
    record Transmit(long card, Pci sendPci, Bytes sendBuffer, OptionalLong recvLength, Optional<Hidden> hidden)
            implements Call {
        /// A command of which nothing is hidden.
        public Transmit(long card, Pci sendPci, Bytes sendBuffer, OptionalLong recvLength) {
            this(card, sendPci, sendBuffer, recvLength, Optional.empty());
        }

        @Override
        public Function function() {
            return Function.TRANSMIT;
        }
    }

    /// `SCardControl`.
    ///
    /// @param sendBuffer the bytes for the driver, or their begin if their end is hidden
    /// @param recvLength size of the caller's receive buffer, in bytes
    /// @param hidden     the end of the bytes that redaction took away, if any
    record Control(
            long card, ControlCode controlCode, Bytes sendBuffer, OptionalLong recvLength, Optional<Hidden> hidden)
            implements Call {
        /// A control command of which nothing is hidden.
        public Control(long card, ControlCode controlCode, Bytes sendBuffer, OptionalLong recvLength) {
            this(card, controlCode, sendBuffer, recvLength, Optional.empty());
        }

        @Override
        public Function function() {
            return Function.CONTROL;
        }
    }

    /// `SCardGetAttrib`.
    record GetAttrib(long card, Attribute attribute) implements Call {
        @Override
        public Function function() {
            return Function.GET_ATTRIB;
        }
    }

    /// `SCardSetAttrib`.
    record SetAttrib(long card, Attribute attribute, Bytes value) implements Call {
        @Override
        public Function function() {
            return Function.SET_ATTRIB;
        }
    }

    /// `SCardFreeMemory`; never reaches the daemon.
    ///
    /// @param memory address of the block
    record FreeMemory(long context, long memory) implements Call {
        @Override
        public Function function() {
            return Function.FREE_MEMORY;
        }
    }

    /// A call of which the source shows the name alone, as macOS' log does.
    record NameOnly(Function function) implements Call {}

    /// Not a call: something that a log says between the calls, such as the insertion of a card.
    ///
    /// @param name        the event in a few words: `card inserted`
    /// @param description the rest of what the log says; may be empty
    /// @param atr         the ATR that the log gives with it
    record Mark(String name, String description, Optional<Bytes> atr) implements Call {
        @Override
        public Function function() {
            return Function.UNKNOWN;
        }
    }

    /// A function that puce does not know, or bytes that were not understood.
    ///
    /// @param name        the known part, for example `command 0x2A`
    /// @param description the observed data in words
    record Unknown(String name, String description) implements Call {
        @Override
        public Function function() {
            return Function.UNKNOWN;
        }
    }
}
