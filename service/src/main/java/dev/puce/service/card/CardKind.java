package dev.puce.service.card;

import java.io.IOException;
import java.security.SecureRandom;

/// A kind of card that users name on a command line: `echo`, `cards/mine.json`, `replay:FILE`.
///
/// Modules add kinds as service providers; [dev.puce.service.card.kind.CardKinds] finds them.
public interface CardKind {
    /// Returns the form of the name: `echo`, `FILE.json`.
    String usage();

    /// Returns a short description of the card.
    String summary();

    /// Returns whether a name belongs to this kind.
    boolean accepts(String words);

    /// Makes a new card.
    ///
    /// @param words an accepted name
    /// @throws IOException if the card cannot be made; the message states the cause and the remedy
    VirtualCard make(String words) throws IOException;

    /// Makes a new card with keys and other random values from a given source, for reproducible cards. Kinds without
    /// random values ignore the source.
    ///
    /// @param words an accepted name
    /// @throws IOException if the card cannot be made; the message states the cause and the remedy
    default VirtualCard make(String words, SecureRandom random) throws IOException {
        return make(words);
    }
}
