package dev.puce.backend.socket;

import dev.puce.pcsc.ReturnCode;

/// The connection to the daemon cannot be made, or broke. Carries the return code that libpcsclite has for it.
final class ConnectionFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    ConnectionFailure(ReturnCode code, Throwable cause) {
        super(code.toString(), cause);
        this.code = code.value();
    }

    ReturnCode code() {
        return new ReturnCode(code);
    }
}
