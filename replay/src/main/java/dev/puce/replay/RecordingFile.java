package dev.puce.replay;

import dev.puce.spy.ProblemListener;
import dev.puce.spy.log.LogCalls;
import dev.puce.spy.log.LogParser;
import dev.puce.spy.recording.RecordingReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// A file with recorded calls: a recording of puce, or a log of libpcscspy.
public final class RecordingFile {
    private RecordingFile() {}

    /// The cards that the file tells of. What cannot be read is left out, as when the recorder was killed.
    ///
    /// @throws IOException if the file cannot be read, or is neither of both
    public static List<RecordedCard> cards(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return cards(in);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /// The cards that a stream tells of, which is read to its end.
    ///
    /// @throws IOException if the stream cannot be read, or is neither a recording nor a log
    public static List<RecordedCard> cards(InputStream stream) throws IOException {
        ProblemListener ignore = (_, _) -> {};
        var cards = new RecordedCards();
        var in = new BufferedInputStream(stream);
        in.mark(1);
        int first = in.read();
        in.reset();
        if (first == '{') {
            new RecordingReader(in, ignore).read(cards);
        } else {
            new LogParser(new LogCalls(cards), ignore).parse(in);
        }
        return cards.cards();
    }
}
