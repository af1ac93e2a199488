package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ClassByte;
import java.io.ByteArrayOutputStream;
import java.util.Objects;

/// Fetches the rest of a response. While a card responds 61XX ("XX bytes are left"), this interceptor sends GET
/// RESPONSE. The program receives one response of up to 65,536 bytes (ISO/IEC 7816-4:2020, 11.8.1). Optionally
/// also after 9FXX, the equivalent of GSM SIM cards (ETSI TS 100 977, 9.4.1).
///
/// @param responseClass selects the class byte of GET RESPONSE
/// @param after9F       whether GET RESPONSE also follows 9FXX
public record GetResponse(ResponseClass responseClass, boolean after9F) implements Interceptor {
    private static final int INS = 0xC0;
    private static final int MAX_DATA = 65_536;

    public GetResponse {
        Objects.requireNonNull(responseClass);
    }

    /// Follows up 61XX only, in the interindustry class.
    public GetResponse() {
        this(ResponseClass.INTERINDUSTRY, false);
    }

    @Override
    public Bytes intercept(Bytes command, Transmitter next) {
        Bytes answer = next.transmit(command);
        return command.isEmpty() || !isFollowedUp(answer) ? answer : collect(command.get(0), answer, next);
    }

    private Bytes collect(int commandClass, Bytes first, Transmitter next) {
        int cla = new ClassByte(responseClass.after(commandClass)).value();
        var data = new ByteArrayOutputStream();
        Bytes answer = first;
        boolean progress = true;
        // A card that announces data and never sends them must not block the program.
        while (isFollowedUp(answer) && progress && data.size() <= MAX_DATA) {
            append(data, answer);
            answer = next.transmit(Bytes.of(cla, INS, 0, 0, answer.get(answer.length() - 1)));
            progress = answer.length() > 2;
        }
        if (answer.length() < 2) {
            return answer;
        }
        append(data, answer);
        return Bytes.of(data.toByteArray()).plus(answer.from(answer.length() - 2));
    }

    private boolean isFollowedUp(Bytes answer) {
        int length = answer.length();
        if (length < 2) {
            return false;
        }
        int sw1 = answer.get(length - 2);
        return sw1 == 0x61 || (sw1 == 0x9F && after9F);
    }

    private static void append(ByteArrayOutputStream data, Bytes answer) {
        byte[] bytes = answer.toArray();
        data.write(bytes, 0, bytes.length - 2);
    }
}
