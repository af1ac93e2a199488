package dev.puce.cli.decode;

import dev.puce.decode.Application;
import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import java.util.Locale;
import java.util.Optional;

/// One thing to decode.
sealed interface DecodeInput {
    /// A command, with its response if that is given.
    record Command(Bytes command, Optional<Bytes> response) implements DecodeInput {}

    /// A response whose command is not given.
    record Response(Bytes response) implements DecodeInput {}

    /// Data objects in BER-TLV.
    record DataObjects(Bytes data) implements DecodeInput {}

    /// A status word, two bytes.
    record Status(Bytes status) implements DecodeInput {}

    /// An application identifier.
    record Identifier(Bytes aid) implements DecodeInput {}

    /// Kinds of input, as `--as` names them.
    enum Kind {
        COMMAND,
        RESPONSE,
        TLV,
        SW,
        AID;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        DecodeInput of(Bytes bytes) {
            return switch (this) {
                case COMMAND -> new Command(bytes, Optional.empty());
                case RESPONSE -> new Response(bytes);
                case TLV -> new DataObjects(bytes);
                case SW -> new Status(bytes);
                case AID -> new Identifier(bytes);
            };
        }
    }

    /// Why the bytes cannot be of this kind; empty if they can.
    default Optional<String> problem() {
        return Optional.ofNullable(
                switch (this) {
                    case Status(Bytes status)
                    when status.length() != 2 -> "a status word has 2 bytes, not " + status.length();
                    case Identifier(Bytes aid)
                    when aid.length() < 5 || aid.length() > 16 -> "an AID has 5 to 16 bytes, not " + aid.length();
                    default -> null;
                });
    }

    /// Guesses what bytes are: a status word, a known AID, data objects, a command or a response, in this order.
    static DecodeInput guess(Bytes bytes) {
        if (bytes.length() == 2 && isStatus(bytes)) {
            return new Status(bytes);
        }
        if (bytes.length() >= 5
                && bytes.length() <= 16
                && Application.ofAid(bytes).isPresent()) {
            return new Identifier(bytes);
        }
        boolean isCommand = isWellFormed(bytes);
        if (!isCommand && isDataObjects(bytes)) {
            return new DataObjects(bytes);
        }
        boolean isResponse = bytes.length() >= 2 && isStatus(bytes.slice(bytes.length() - 2, bytes.length()));
        return isCommand || !isResponse ? new Command(bytes, Optional.empty()) : new Response(bytes);
    }

    private static boolean isStatus(Bytes status) {
        int high = status.get(0) >> 4;
        return high == 9 || (high == 6 && status.get(0) != 0x60);
    }

    private static boolean isWellFormed(Bytes bytes) {
        return bytes.length() >= 4 && CommandApdu.tryParse(bytes).isPresent();
    }

    private static boolean isDataObjects(Bytes bytes) {
        return bytes.length() >= 2
                && BerTlv.tryReadAll(bytes)
                        .filter(objects -> !objects.isEmpty())
                        .isPresent();
    }
}
