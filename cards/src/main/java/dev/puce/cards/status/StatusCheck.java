package dev.puce.cards.status;

import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;
import java.util.Objects;

/// Interceptor that throws a [StatusWordException] if a checker rejects a response.
///
/// @param checker the checker
public record StatusCheck(StatusWordChecker checker) implements Interceptor {
    public StatusCheck {
        Objects.requireNonNull(checker);
    }

    /// Rejects all status words from 62XX to 6FXX.
    public StatusCheck() {
        this(StatusWordChecker.ISO_7816_4);
    }

    @Override
    public Bytes intercept(Bytes command, Transmitter next) {
        Bytes answer = next.transmit(command);
        ResponseApdu.tryParse(answer).ifPresent(checker::require);
        return answer;
    }
}
