package dev.puce.backend.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/// The C functions of one PC/SC library with their signatures. Numbers and handles are passed as `long`.
///
/// Parameters have the names of `winscard.h`. Results are 32-bit return codes.
final class Library {
    private static final Linker LINKER = Linker.nativeLinker();

    private final SymbolLookup symbols;
    private final Platform platform;
    private final MemoryLayout dword;
    private final MemoryLayout handle;

    private final MethodHandle establishContext;
    private final MethodHandle releaseContext;
    private final MethodHandle isValidContext;
    private final MethodHandle listReaderGroups;
    private final MethodHandle listReaders;
    private final MethodHandle getStatusChange;
    private final MethodHandle cancel;
    private final MethodHandle connect;
    private final MethodHandle reconnect;
    private final MethodHandle disconnect;
    private final MethodHandle beginTransaction;
    private final MethodHandle endTransaction;
    private final MethodHandle status;
    private final MethodHandle transmit;
    private final MethodHandle control;
    private final MethodHandle getAttrib;
    private final MethodHandle setAttrib;

    /// Looks up every function.
    ///
    /// @throws UnsatisfiedLinkError if one is missing: the file is not a PC/SC library
    Library(SymbolLookup symbols, Platform platform) {
        this.symbols = symbols;
        this.platform = platform;
        this.dword = platform.dword();
        this.handle = platform.handle();
        establishContext = bind("SCardEstablishContext", false, dword, ADDRESS, ADDRESS, ADDRESS);
        releaseContext = bind("SCardReleaseContext", false, handle);
        isValidContext = bind("SCardIsValidContext", false, handle);
        listReaderGroups = bind("SCardListReaderGroups", true, handle, ADDRESS, ADDRESS);
        listReaders = bind("SCardListReaders", true, handle, ADDRESS, ADDRESS, ADDRESS);
        getStatusChange = bind("SCardGetStatusChange", true, handle, dword, ADDRESS, dword);
        cancel = bind("SCardCancel", false, handle);
        connect = bind("SCardConnect", true, handle, ADDRESS, dword, dword, ADDRESS, ADDRESS);
        reconnect = bind("SCardReconnect", false, handle, dword, dword, dword, ADDRESS);
        disconnect = bind("SCardDisconnect", false, handle, dword);
        beginTransaction = bind("SCardBeginTransaction", false, handle);
        endTransaction = bind("SCardEndTransaction", false, handle, dword);
        status = bind("SCardStatus", true, handle, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        transmit = bind("SCardTransmit", false, handle, ADDRESS, ADDRESS, dword, ADDRESS, ADDRESS, ADDRESS);
        control = bind("SCardControl", false, handle, dword, ADDRESS, dword, ADDRESS, dword, ADDRESS);
        getAttrib = bind("SCardGetAttrib", false, handle, dword, ADDRESS, ADDRESS);
        setAttrib = bind("SCardSetAttrib", false, handle, dword, ADDRESS, dword);
    }

    private MethodHandle bind(String function, boolean text, MemoryLayout... parameters) {
        String symbol = platform.symbol(function, text);
        MemorySegment address = symbols.find(symbol)
                .orElseThrow(
                        () -> new UnsatisfiedLinkError("not a PC/SC library: the function " + symbol + " is missing"));
        MethodHandle exact = LINKER.downcallHandle(address, FunctionDescriptor.of(dword, parameters));
        var uniform = exact.type().changeReturnType(int.class);
        for (int i = 0; i < parameters.length; i++) {
            uniform = uniform.changeParameterType(
                    i, parameters[i] instanceof AddressLayout ? MemorySegment.class : long.class);
        }
        return MethodHandles.explicitCastArguments(exact, uniform);
    }

    /// `LONG SCardEstablishContext(DWORD dwScope, LPCVOID pvReserved1, LPCVOID pvReserved2, LPSCARDCONTEXT phContext)`
    int establishContext(long scope, MemorySegment context) {
        try {
            return (int) establishContext.invokeExact(scope, MemorySegment.NULL, MemorySegment.NULL, context);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardReleaseContext(SCARDCONTEXT hContext)`
    int releaseContext(long context) {
        try {
            return (int) releaseContext.invokeExact(context);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardIsValidContext(SCARDCONTEXT hContext)`
    int isValidContext(long context) {
        try {
            return (int) isValidContext.invokeExact(context);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardListReaderGroups(SCARDCONTEXT hContext, LPSTR mszGroups, LPDWORD pcchGroups)`
    int listReaderGroups(long context, MemorySegment groups, MemorySegment length) {
        try {
            return (int) listReaderGroups.invokeExact(context, groups, length);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardListReaders(SCARDCONTEXT hContext, LPCSTR mszGroups, LPSTR mszReaders, LPDWORD pcchReaders)`
    int listReaders(long context, MemorySegment groups, MemorySegment readers, MemorySegment length) {
        try {
            return (int) listReaders.invokeExact(context, groups, readers, length);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardGetStatusChange(SCARDCONTEXT hContext, DWORD dwTimeout, SCARD_READERSTATE *rgReaderStates, DWORD
    /// cReaders)`
    int getStatusChange(long context, long timeout, MemorySegment states, long count) {
        try {
            return (int) getStatusChange.invokeExact(context, timeout, states, count);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardCancel(SCARDCONTEXT hContext)`
    int cancel(long context) {
        try {
            return (int) cancel.invokeExact(context);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardConnect(SCARDCONTEXT hContext, LPCSTR szReader, DWORD dwShareMode, DWORD dwPreferredProtocols,
    /// LPSCARDHANDLE phCard, LPDWORD pdwActiveProtocol)`
    int connect(
            long context,
            MemorySegment reader,
            long shareMode,
            long protocols,
            MemorySegment card,
            MemorySegment activeProtocol) {
        try {
            return (int) connect.invokeExact(context, reader, shareMode, protocols, card, activeProtocol);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardReconnect(SCARDHANDLE hCard, DWORD dwShareMode, DWORD dwPreferredProtocols, DWORD dwInitialization,
    /// LPDWORD pdwActiveProtocol)`
    int reconnect(long card, long shareMode, long protocols, long initialization, MemorySegment activeProtocol) {
        try {
            return (int) reconnect.invokeExact(card, shareMode, protocols, initialization, activeProtocol);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardDisconnect(SCARDHANDLE hCard, DWORD dwDisposition)`
    int disconnect(long card, long disposition) {
        try {
            return (int) disconnect.invokeExact(card, disposition);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardBeginTransaction(SCARDHANDLE hCard)`
    int beginTransaction(long card) {
        try {
            return (int) beginTransaction.invokeExact(card);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardEndTransaction(SCARDHANDLE hCard, DWORD dwDisposition)`
    int endTransaction(long card, long disposition) {
        try {
            return (int) endTransaction.invokeExact(card, disposition);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardStatus(SCARDHANDLE hCard, LPSTR szReaderName, LPDWORD pcchReaderLen, LPDWORD pdwState, LPDWORD
    /// pdwProtocol, LPBYTE pbAtr, LPDWORD pcbAtrLen)`
    int status(
            long card,
            MemorySegment reader,
            MemorySegment readerLength,
            MemorySegment state,
            MemorySegment protocol,
            MemorySegment atr,
            MemorySegment atrLength) {
        try {
            return (int) status.invokeExact(card, reader, readerLength, state, protocol, atr, atrLength);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardTransmit(SCARDHANDLE hCard, const SCARD_IO_REQUEST *pioSendPci, LPCBYTE pbSendBuffer, DWORD
    /// cbSendLength, SCARD_IO_REQUEST *pioRecvPci, LPBYTE pbRecvBuffer, LPDWORD pcbRecvLength)`
    int transmit(
            long card,
            MemorySegment sendPci,
            MemorySegment send,
            long sendLength,
            MemorySegment recvPci,
            MemorySegment recv,
            MemorySegment recvLength) {
        try {
            return (int) transmit.invokeExact(card, sendPci, send, sendLength, recvPci, recv, recvLength);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardControl(SCARDHANDLE hCard, DWORD dwControlCode, LPCVOID pbSendBuffer, DWORD cbSendLength, LPVOID
    /// pbRecvBuffer, DWORD cbRecvLength, LPDWORD lpBytesReturned)`
    int control(
            long card,
            long code,
            MemorySegment send,
            long sendLength,
            MemorySegment recv,
            long recvLength,
            MemorySegment returned) {
        try {
            return (int) control.invokeExact(card, code, send, sendLength, recv, recvLength, returned);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardGetAttrib(SCARDHANDLE hCard, DWORD dwAttrId, LPBYTE pbAttr, LPDWORD pcbAttrLen)`
    int getAttrib(long card, long attribute, MemorySegment value, MemorySegment length) {
        try {
            return (int) getAttrib.invokeExact(card, attribute, value, length);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `LONG SCardSetAttrib(SCARDHANDLE hCard, DWORD dwAttrId, LPCBYTE pbAttr, DWORD cbAttrLen)`
    int setAttrib(long card, long attribute, MemorySegment value, long length) {
        try {
            return (int) setAttrib.invokeExact(card, attribute, value, length);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// C functions do not throw, so this is an error of the JVM or of this class.
    private static RuntimeException impossible(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(thrown);
        };
    }
}
