package dev.puce.cli.service;

import dev.puce.service.card.keys.CardRandom;
import java.security.SecureRandom;
import picocli.CommandLine.Option;

/// The option `--seed`, shared by the commands that make cards.
final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Make keys and random numbers of the cards reproducible: the same N gives the same cards.")
    private Long seed;

    private long cards;

    /// The source of random numbers for the next card; with a seed, each card of a command has its own.
    SecureRandom next() {
        return seed == null ? CardRandom.fresh() : CardRandom.seeded(seed + cards++);
    }
}
