package dev.puce.replay;

import dev.puce.trace.ProblemListener;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/// A file with recorded calls, in any format that puce reads. Damaged lines are left out, for example the last line of
/// a killed recorder.
public final class RecordedCardFile {
    private static final ProblemListener IGNORE = (_, _) -> {};

    /// A recorded card compares whole commands. [Mismatches] redacts what it reports.
    private static final TraceFile.Options WHOLE = TraceFile.Options.redacting(Redaction.OFF);

    private RecordedCardFile() {}

    /// The cards in the file.
    ///
    /// @throws IOException if the file cannot be read, or no format fits
    public static List<RecordedCard> cards(Path file) throws IOException {
        try (var trace = TraceFile.open(file, WHOLE, IGNORE)) {
            return cards(trace);
        }
    }

    /// The cards in a stream, which is closed at the end.
    ///
    /// @param name the stream's name in messages
    /// @throws IOException if the stream cannot be read, or no format fits
    public static List<RecordedCard> cards(InputStream stream, String name) throws IOException {
        try (var trace = TraceFile.of(stream, name, WHOLE, IGNORE)) {
            return cards(trace);
        }
    }

    private static List<RecordedCard> cards(TraceFile trace) throws IOException {
        var cards = new RecordedCards();
        trace.read(cards);
        return cards.cards();
    }
}
