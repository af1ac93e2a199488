package dev.puce.iso7816.atr;

/// The parameters of protocol T=1 (ISO/IEC 7816-3:2006, 11.4).
///
/// @param ifsc           information field size of the card, in bytes: 1 to 254; 0 and 255 are reserved
/// @param bwi            block waiting time integer: 0 to 9; 10 to 15 are reserved
/// @param cwi            character waiting time integer: 0 to 15
/// @param errorDetection the code that ends each block
public record BlockParameters(int ifsc, int bwi, int cwi, ErrorDetection errorDetection) {
    /// The values of a card that sends none.
    public static final BlockParameters DEFAULT = new BlockParameters(32, 4, 13, ErrorDetection.LRC);

    /// The code that ends each block.
    public enum ErrorDetection {
        /// Longitudinal redundancy code, one byte.
        LRC,
        /// Cyclic redundancy code, two bytes.
        CRC
    }

    /// Returns the maximum time between two characters of a block, in etu: 11 + 2^CWI.
    public int characterWaitingTimeEtu() {
        return 11 + (1 << cwi);
    }

    /// Returns the maximum time from the last character of a block to the first of the reply, in seconds: 11 etu
    /// and 2^BWI · 960 · 372 clock cycles.
    ///
    /// @param factors determine the etu
    /// @param clockHz clock in hertz
    public double blockWaitingTime(TransmissionFactors factors, double clockHz) {
        return 11 * factors.etu(clockHz) + (1L << bwi) * 960 * 372 / clockHz;
    }
}
