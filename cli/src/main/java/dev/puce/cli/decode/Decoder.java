package dev.puce.cli.decode;

import dev.puce.decode.Application;
import dev.puce.decode.CardSession;
import dev.puce.decode.Exchange;
import dev.puce.decode.SessionKeys;
import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.Optional;

/// Explains one input after the other in the context of one card session.
final class Decoder {
    /// GET DATA of all objects: its answer is any list of data objects.
    private static final Bytes ANY_OBJECTS = Bytes.hex("00CB3FFF");

    private static final Bytes SELECT = Bytes.hex("00A40400");
    private static final Bytes SUCCESS = Bytes.hex("9000");

    private final CardSession session = new CardSession();

    Decoder(Optional<Application> application, List<SessionKeys> keys) {
        application.ifPresent(session::assume);
        keys.forEach(session::use);
    }

    /// Explains an input.
    ///
    /// @return the exchange that the input is, or is part of
    Exchange explain(DecodeInput input) {
        return switch (input) {
            case DecodeInput.Command(Bytes command, Optional<Bytes> response) -> {
                session.command(command);
                yield response.map(session::response).orElseGet(session::noResponse);
            }
            case DecodeInput.Response(Bytes response) -> answer(ANY_OBJECTS, response);
            case DecodeInput.DataObjects(Bytes data) -> answer(ANY_OBJECTS, data.plus(SUCCESS));
            case DecodeInput.Status(Bytes status) -> answer(ANY_OBJECTS, status);
            case DecodeInput.Identifier(Bytes aid) ->
                answer(SELECT.plus(Bytes.of(aid.length())).plus(aid), SUCCESS);
        };
    }

    private Exchange answer(Bytes command, Bytes response) {
        session.command(command);
        return session.response(response);
    }
}
