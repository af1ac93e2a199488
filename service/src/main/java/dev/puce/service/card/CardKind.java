package dev.puce.service.card;

import java.io.IOException;
import java.security.SecureRandom;

/// A sort of card that people can ask for by a few words on a command line: `echo`, `cards/mine.json`,
/// `replay:FILE`.
///
/// Modules add theirs as service providers; [CardKinds] finds them.
public interface CardKind {
    /// How it is asked for: `echo`, `FILE.json`.
    String usage();

    /// What one gets, in a few words.
    String summary();

    /// Whether the words ask for this kind.
    boolean accepts(String words);

    /// Makes a new card.
    ///
    /// @param words ones that it accepts
    /// @throws IOException if the card cannot be made; the message says why, and what to do
    VirtualCard make(String words) throws IOException;

    /// Makes a new card whose keys and other random values come from a given source, for reproducible cards. Kinds
    /// without random values ignore it.
    ///
    /// @param words ones that it accepts
    /// @throws IOException if the card cannot be made; the message says why, and what to do
    default VirtualCard make(String words, SecureRandom random) throws IOException {
        return make(words);
    }
}
