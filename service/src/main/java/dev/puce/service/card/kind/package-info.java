/// The list of all kinds of cards, for commands whose users name one.
///
/// It knows every kind, also those of other modules and add-ons. No kind knows the list.
package dev.puce.service.card.kind;
