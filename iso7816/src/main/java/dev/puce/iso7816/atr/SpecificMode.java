package dev.puce.iso7816.atr;

/// TA2: the card is in specific mode and starts with the protocol named here, without PPS (ISO/IEC 7816-3:2006,
/// 8.3).
///
/// @param protocol   the protocol to use
/// @param changeable whether the card can change to negotiable mode, for example after a warm reset (bit 8 is 0)
/// @param implicit   whether the etu is known implicitly instead of given by TA1 (bit 5 is 1)
public record SpecificMode(TransmissionProtocol protocol, boolean changeable, boolean implicit) {
    /// Decodes TA2.
    public static SpecificMode ofTa2(int ta2) {
        return new SpecificMode(new TransmissionProtocol(ta2 & 0xF), (ta2 & 0x80) == 0, (ta2 & 0x10) != 0);
    }
}
