package dev.puce.service.engine;

/// How much of everything clients may have.
///
/// @param clients           connections at a time; one more is accepted and closed
/// @param handlesPerContext card handles of one context; one more gets `SCARD_E_NO_MEMORY`
/// @param handlesPerReader  card handles of one reader; one more gets `SCARD_F_INTERNAL_ERROR`
public record Limits(int clients, int handlesPerContext, int handlesPerReader) {
    /// pcscd's.
    public static final Limits USUAL = new Limits(200, 200, 200);

    public Limits {
        if (clients < 1 || handlesPerContext < 1 || handlesPerReader < 1) {
            throw new IllegalArgumentException("a service that allows none of something is of no use");
        }
    }
}
