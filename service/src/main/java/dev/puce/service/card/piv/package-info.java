/// A virtual PIV card with keys (NIST SP 800-73-5, part 2), with the instructions of YubiKeys for import, metadata and
/// reset.
///
/// Start with [dev.puce.service.card.piv.PivCard].
package dev.puce.service.card.piv;
