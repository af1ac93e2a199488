package dev.puce.decode;

import dev.puce.decode.value.Outcome;
import dev.puce.iso7816.StatusWord;
import java.util.Optional;
import java.util.OptionalInt;

/// The end of an exchange in words.
///
/// @param word      status word; empty without an answer, or if the answer has no status word
/// @param meaning   meaning in this application
/// @param outcome   how a person judges it
/// @param triesLeft tries left of a PIN or key, 0 if it is blocked
/// @param rightNe   the number of bytes to ask for in a repeated command (6CXX)
/// @param waiting   the number of bytes that a further command fetches (61XX, 9FXX, 91XX of a UICC)
public record Status(
        Optional<StatusWord> word,
        String meaning,
        Outcome outcome,
        OptionalInt triesLeft,
        OptionalInt rightNe,
        OptionalInt waiting) {
    /// The meaning of a status word in an application, without the exchange that it ended.
    public static Status of(StatusWord word, Application application) {
        return Statuses.of(word, application);
    }

    /// The status word and its meaning: `6A82 file or application not found`.
    @Override
    public String toString() {
        return word.map(sw -> meaning.isEmpty() ? sw.toString() : sw + " " + meaning)
                .orElse(meaning);
    }
}
