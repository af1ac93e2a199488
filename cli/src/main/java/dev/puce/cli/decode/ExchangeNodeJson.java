package dev.puce.cli.decode;

import dev.puce.cli.terminal.JsonLine;
import dev.puce.decode.Exchange;
import dev.puce.decode.value.Node;
import dev.puce.trace.recording.DecodedJson;
import java.util.List;

/// An exchange as JSON, for `puce decode --json`.
final class ExchangeNodeJson {
    private ExchangeNodeJson() {}

    /// One object, see [DecodedJson]. It has no command if the input had none, and no status word for data objects. For
    /// an AID, it has only the name of the application.
    ///
    /// @param tree the part of the tree that the input is
    static String of(DecodeInput input, Exchange exchange, List<Node> tree) {
        return JsonLine.object(json -> {
            if (input instanceof DecodeInput.Command) {
                DecodedJson.write(json, exchange, tree);
                return;
            }
            json.writeStringProperty("application", exchange.application().id());
            if (input instanceof DecodeInput.Identifier) {
                json.writeStringProperty("words", exchange.application().name());
                return;
            }
            if (input instanceof DecodeInput.Response || input instanceof DecodeInput.Status) {
                DecodedJson.status(json, exchange);
            }
            DecodedJson.tree(json, tree);
        });
    }
}
