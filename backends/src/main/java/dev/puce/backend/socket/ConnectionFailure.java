package dev.puce.backend.socket;

import dev.puce.pcsc.ReturnCode;

/// Reports a failed or broken connection to the daemon. Contains the return code of libpcsclite for this case.
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
