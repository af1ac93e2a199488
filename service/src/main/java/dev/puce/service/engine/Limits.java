package dev.puce.service.engine;

/// Limits of clients and handles.
///
/// @param clients           maximum number of connections; one more is accepted and closed
/// @param handlesPerContext maximum number of card handles per context; one more fails with `SCARD_E_NO_MEMORY`
/// @param handlesPerReader  maximum number of card handles per reader; one more fails with
/// `SCARD_F_INTERNAL_ERROR`
public record Limits(int clients, int handlesPerContext, int handlesPerReader) {
    /// pcscd's limits.
    public static final Limits USUAL = new Limits(200, 200, 200);

    public Limits {
        if (clients < 1 || handlesPerContext < 1 || handlesPerReader < 1) {
            throw new IllegalArgumentException("a limit is below 1: " + clients + " clients, " + handlesPerContext
                    + " handles per context, " + handlesPerReader + " handles per reader");
        }
    }
}
