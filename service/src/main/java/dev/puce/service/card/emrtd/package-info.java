/// A virtual passport (ICAO Doc 9303) with BAC, PACE, active authentication and chip authentication.
///
/// Start with [dev.puce.service.card.emrtd.EmrtdCard].
package dev.puce.service.card.emrtd;
