package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.StatusWord;

/// Repeats a command with the length that the card requests: 6CXX means "Le should have been XX" (ISO/IEC
/// 7816-4:2020, 5.6). It repeats once; a second 6CXX is returned.
public record LengthCorrection() implements Interceptor {
    @Override
    public Bytes intercept(Bytes command, Transmitter next) {
        Bytes answer = next.transmit(command);
        if (answer.length() != 2 || answer.get(0) != 0x6C) {
            return answer;
        }
        int ne = StatusWord.of(0x6C, answer.get(1)).rightNe().orElseThrow();
        return CommandApdu.tryParse(command)
                .map(apdu -> next.transmit(apdu.withNe(ne).encode()))
                .orElse(answer);
    }
}
