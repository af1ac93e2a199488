package dev.puce.backend.ffm;

/// Reports that no native PC/SC library could be loaded. The message lists the candidates and a remedy.
public final class LibraryNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LibraryNotFoundException(String message) {
        super(message);
    }
}
