/// Cards with keys as people ask for them: `openpgp`, `piv:my.json`. The cards themselves are in packages of
/// their own.
///
/// Start with [dev.puce.service.card.keycard.KeyCard].
package dev.puce.service.card.keycard;
