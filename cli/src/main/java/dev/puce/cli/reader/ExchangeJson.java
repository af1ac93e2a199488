package dev.puce.cli.reader;

import dev.puce.cli.terminal.JsonLine;
import dev.puce.iso7816.ApduDescription;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.trace.redaction.RedactedCommands;

/// A command and its answer as JSON, for `puce send --json`. Scripts depend on the names.
final class ExchangeJson {
    private ExchangeJson() {}

    /// `{"command":"00840000","hidden":"[hidden]","commandText":"…","response":"9000","sw":"9000","responseText":"…"}`:
    /// `hidden` only where redaction took the end of the command away, `sw` only where the answer has one.
    ///
    /// @param command the command as it was sent; the JSON holds only its description
    /// @param shown   the visible part of the command
    static String of(Bytes command, RedactedCommands.Shown shown, Bytes response) {
        return JsonLine.object(json -> {
            json.writeStringProperty("command", shown.visible().toHex());
            shown.hidden().ifPresent(secret -> json.writeStringProperty("hidden", secret.toString()));
            json.writeStringProperty("commandText", ApduDescription.of(command));
            json.writeStringProperty("response", response.toHex());
            ResponseApdu.tryParse(response)
                    .ifPresent(answer ->
                            json.writeStringProperty("sw", answer.status().toString()));
            json.writeStringProperty("responseText", ApduDescription.ofResponse(response));
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
