package dev.puce.decode.secure;

import dev.puce.decode.dictionary.View;
import java.util.Optional;

/// The decryption of one protected session. Counters advance with every exchange.
public interface MessageDecryption {
    /// Decrypts an exchange; empty if the keys do not fit.
    ///
    /// @param command protected command data, with its MAC
    /// @param answer  protected response data, with its MAC if there is one
    Optional<Plain> open(View command, View answer);

    /// Goes back before the last exchange, because its answer comes in further parts.
    void rewind();
}
