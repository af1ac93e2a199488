/// Cards implemented in software: the interface [dev.puce.service.card.VirtualCard], and its implementations.
///
/// A card has no reference to readers, and a reader knows only the interface of a card.
package dev.puce.service.card;
