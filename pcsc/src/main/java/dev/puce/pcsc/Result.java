package dev.puce.pcsc;

import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.Optional;

/// The results of a PC/SC function in addition to its return code: one record per function that has results.
///
/// Components carry the names of the API's parameters, as in [Call]. A result belongs to the call with the record of
/// the same name; a failed call usually has [None]. Results are immutable.
public sealed interface Result {
    /// Nothing but the return code.
    record None() implements Result {}

    /// The one instance that is needed.
    None NONE = new None();

    /// Of `SCardEstablishContext`.
    record EstablishContext(long context) implements Result {}

    /// Of `SCardListReaderGroups`.
    record ListReaderGroups(List<String> groups) implements Result {
        public ListReaderGroups {
            groups = List.copyOf(groups);
        }
    }

    /// Of `SCardListReaders`.
    record ListReaders(List<String> readers) implements Result {
        public ListReaders {
            readers = List.copyOf(readers);
        }
    }

    /// Of `SCardGetStatusChange`.
    record GetStatusChange(List<ReaderState> readers) implements Result {
        public GetStatusChange {
            readers = List.copyOf(readers);
        }
    }

    /// Of `SCardConnect`.
    record Connect(long card, Protocol activeProtocol) implements Result {}

    /// Of `SCardReconnect`.
    record Reconnect(Protocol activeProtocol) implements Result {}

    /// Of `SCardStatus`.
    ///
    /// @param state the state word as the function returns it: flags in the low half, event counter in the high
    /// half
    record Status(String reader, CardState state, Protocol protocol, Bytes atr) implements Result {}

    /// Of `SCardTransmit`.
    ///
    /// @param recvBuffer the response APDU; only its status word if redaction removed the data
    /// @param hidden     the data that redaction removed before the status word; empty if it removed none
    record Transmit(Pci recvPci, Bytes recvBuffer, Optional<Hidden> hidden) implements Result {
        /// A response of which nothing is hidden.
        public Transmit(Pci recvPci, Bytes recvBuffer) {
            this(recvPci, recvBuffer, Optional.empty());
        }
    }

    /// Of `SCardControl`.
    ///
    /// @param recvBuffer the driver's answer; only its last two bytes if redaction removed the data
    /// @param hidden     the data that redaction removed before them; empty if it removed none
    record Control(Bytes recvBuffer, Optional<Hidden> hidden) implements Result {
        /// An answer of which nothing is hidden.
        public Control(Bytes recvBuffer) {
            this(recvBuffer, Optional.empty());
        }
    }

    /// Of `SCardGetAttrib`.
    record GetAttrib(Bytes value) implements Result {}

    /// The function returned the size of its data alone: the caller's buffer was too small
    /// (`SCARD_E_INSUFFICIENT_BUFFER`), or the caller gave no buffer to ask for the size.
    ///
    /// @param needed the size that would do, in bytes
    record BufferTooSmall(long needed) implements Result {}
}
