/// A virtual OpenPGP card, version 3.4, as "Functional Specification of the OpenPGP application on ISO Smart Card
/// Operating Systems" describes it.
///
/// Start with [dev.puce.service.card.openpgp.OpenPgpCard].
package dev.puce.service.card.openpgp;
