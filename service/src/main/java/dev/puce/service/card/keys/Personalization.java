package dev.puce.service.card.keys;

import java.util.Optional;

/// The holder and the kind of keys of a new card.
///
/// @param holder    name of the person; empty leaves the specimen's or none
/// @param algorithm kind of the keys; empty leaves the choice to the card
public record Personalization(Optional<String> holder, Optional<KeyAlgorithm> algorithm) {
    /// Nothing in particular.
    public static final Personalization NONE = new Personalization(Optional.empty(), Optional.empty());
}
