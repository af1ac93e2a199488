/// Cards made of software: the interface [dev.puce.service.card.VirtualCard], and its implementations.
///
/// A card knows nothing of readers, and a reader nothing of what is behind the card.
package dev.puce.service.card;
