/// Building blocks of cards that answer APDUs: command chaining, GET RESPONSE, refusals.
///
/// Start with [dev.puce.service.card.apdu.ApplicationCard].
package dev.puce.service.card.apdu;
