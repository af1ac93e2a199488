package dev.puce.cli.reader;

import dev.puce.cli.terminal.JsonLine;
import dev.puce.decode.Line;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.trace.redaction.Shown;
import dev.puce.trace.redaction.ShownAnswer;

/// A command and its answer as JSON, for `puce send --json`. Scripts depend on the names.
final class ExchangeJson {
    private ExchangeJson() {}

    /// `{"command":"00840000","hidden":"[hidden]","commandText":"…","response":"9000","sw":"9000","responseText":"…"}`:
    /// `hidden` and `responseHidden` only where redaction removed bytes, `sw` only where the answer has one.
    ///
    /// @param shown  the visible part of the command
    /// @param answer the visible part of the response
    /// @param line   the exchange in words
    static String of(Shown shown, ShownAnswer answer, Line line) {
        Bytes response = answer.visible();
        return JsonLine.object(json -> {
            json.writeStringProperty("command", shown.visible().toHex());
            shown.hidden().ifPresent(secret -> json.writeStringProperty("hidden", secret.toString()));
            json.writeStringProperty("commandText", line.command());
            json.writeStringProperty("response", response.toHex());
            answer.hidden().ifPresent(secret -> json.writeStringProperty("responseHidden", secret.toString()));
            ResponseApdu.tryParse(response)
                    .ifPresent(parsed ->
                            json.writeStringProperty("sw", parsed.status().toString()));
            json.writeStringProperty("responseText", line.answer());
        });
    }

    /// `{"command":"reset","atr":"…"}`.
    static String ofReset(Bytes atr) {
        return JsonLine.object(json -> {
            json.writeStringProperty("command", "reset");
            json.writeStringProperty("atr", atr.toHex());
        });
    }
}
