package dev.puce.spy.attach;

import java.io.IOException;

/// A relay cannot replace the daemon's socket. The message gives the reason and a remedy.
public final class AttachException extends IOException {
    private static final long serialVersionUID = 1L;

    AttachException(String message) {
        super(message);
    }

    AttachException(String message, Throwable cause) {
        super(message, cause);
    }
}
