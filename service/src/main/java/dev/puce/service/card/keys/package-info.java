/// Keys of virtual cards, on the cryptography of the JDK. They protect nothing: they lie in the memory of a program and
/// in readable files.
///
/// Start with [dev.puce.service.card.keys.CardKey].
package dev.puce.service.card.keys;
