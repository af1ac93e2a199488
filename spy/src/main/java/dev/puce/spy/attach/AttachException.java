package dev.puce.spy.attach;

import java.io.IOException;

/// A relay cannot take the daemon's place; the message says why, and what to do.
public final class AttachException extends IOException {
    private static final long serialVersionUID = 1L;

    AttachException(String message) {
        super(message);
    }

    AttachException(String message, Throwable cause) {
        super(message, cause);
    }
}
