package dev.puce.web;

/// A request that the page's own code does not send: an unknown path, or a malformed value.
final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message);
    }
}
