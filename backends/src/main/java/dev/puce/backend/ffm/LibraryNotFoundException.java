package dev.puce.backend.ffm;

/// No native PC/SC library could be loaded. The message lists what was tried, and what to do.
public final class LibraryNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LibraryNotFoundException(String message) {
        super(message);
    }
}
