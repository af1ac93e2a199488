package dev.puce.decode;

import dev.puce.decode.dictionary.Dictionary;
import dev.puce.decode.special.Dictionaries;
import dev.puce.iso7816.Bytes;
import java.util.HashMap;
import java.util.Map;

/// Known state of a logical channel between two exchanges.
///
/// @param application selected application
/// @param confidence  how it is known
/// @param df          identifier of the current directory; -1 if unknown, 0x7FFF for the application's own
/// @param ef          identifier of the current file; -1 if unknown
/// @param secure      GlobalPlatform's secure channel
/// @param memory      objects for later: DOLs, security environment, by tag
/// @param reading     the current file, as far as it was read from its beginning; `null` if it was not
record ChannelState(
        Application application,
        Confidence confidence,
        int df,
        int ef,
        SecureChannelState secure,
        Map<Integer, Bytes> memory,
        FileReading reading) {
    /// After a reset, nothing is known.
    static final ChannelState INITIAL =
            new ChannelState(Application.UNKNOWN, Confidence.UNKNOWN, -1, -1, SecureChannelState.NONE, Map.of(), null);

    /// Directory of an application that was selected by name.
    static final int ADF = 0x7FFF;

    private static final int MOST_REMEMBERED = 64;

    static ChannelState of(Application application, Confidence confidence) {
        return new ChannelState(application, confidence, ADF, -1, SecureChannelState.NONE, Map.of(), null);
    }

    /// The dictionary of the application.
    Dictionary dictionary() {
        return Dictionaries.of(application.families());
    }

    ChannelState inferred(Application other, Confidence reason) {
        return new ChannelState(other, reason, df, ef, secure, memory, reading);
    }

    ChannelState with(Confidence other) {
        return new ChannelState(application, other, df, ef, secure, memory, reading);
    }

    ChannelState at(int directory, int file) {
        return new ChannelState(application, confidence, directory, file, secure, memory, null);
    }

    ChannelState reading(FileReading parts) {
        return new ChannelState(application, confidence, df, ef, secure, memory, parts);
    }

    ChannelState with(SecureChannelState other) {
        return new ChannelState(application, confidence, df, ef, other, memory, reading);
    }

    ChannelState remembering(Map<Integer, Bytes> objects) {
        if (objects.isEmpty() || memory.size() > MOST_REMEMBERED) {
            return this;
        }
        var all = new HashMap<>(memory);
        all.putAll(objects);
        return new ChannelState(application, confidence, df, ef, secure, all, reading);
    }
}
