package dev.puce.replay;

import dev.puce.service.card.CardKind;
import dev.puce.service.card.VirtualCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;

/// `replay:FILE`: the card of a recording that was used most, in strict order; mismatches go to standard
/// error.
public final class ReplayCardKind implements CardKind {
    private static final String PREFIX = "replay:";

    /// Called by the service loader.
    public ReplayCardKind() {}

    @Override
    public String usage() {
        return PREFIX + "FILE";
    }

    @Override
    public String summary() {
        return "answers what the recording FILE says";
    }

    @Override
    public boolean accepts(String words) {
        return words.startsWith(PREFIX);
    }

    @Override
    public VirtualCard make(String words) throws IOException {
        Path file = Path.of(words.substring(PREFIX.length()));
        var card = RecordedCardFile.cards(file).stream()
                .max(Comparator.comparingInt(recorded -> recorded.exchanges().size()))
                .orElseThrow(() ->
                        new IOException(file + " contains no card: no program asked for an ATR or sent a command"));
        return new ReplayCard(card, ReplayOptions.USUAL, mismatch -> System.err.println("puce: " + mismatch));
    }
}
