package dev.puce.cli.decode;

import dev.puce.cli.terminal.JsonLine;
import dev.puce.decode.Exchange;
import dev.puce.decode.Node;
import dev.puce.trace.recording.DecodedJson;
import java.util.List;

/// An exchange as JSON, for `puce decode --json`.
final class ExchangeNodeJson {
    private ExchangeNodeJson() {}

    /// One object, see [DecodedJson].
    static String of(Exchange exchange, List<Node> tree) {
        return JsonLine.object(json -> DecodedJson.write(json, exchange, tree));
    }
}
