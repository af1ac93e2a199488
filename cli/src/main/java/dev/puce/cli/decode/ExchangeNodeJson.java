package dev.puce.cli.decode;

import dev.puce.cli.terminal.JsonLine;
import dev.puce.decode.Exchange;
import dev.puce.decode.Node;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// An exchange as JSON, for `puce decode --json`. Scripts depend on the names.
final class ExchangeNodeJson {
    private ExchangeNodeJson() {}

    ///     {"application":"piv","instruction":"GET DATA","words":"…","sw":"9000","status":"…","triesLeft":2,
    ///      "tree":[{"id":"7E","name":"…","value":"…","side":"response","from":0,"to":20,"children":[…]}]}
    ///
    /// `sw`, `triesLeft`, `id`, `value` and `children` are absent where there are none. A secret has
    /// `"secret":true` and no value.
    static String of(Exchange exchange, List<Node> tree) {
        return JsonLine.object(json -> {
            json.writeStringProperty("application", exchange.application().id());
            json.writeStringProperty("instruction", exchange.instruction().name());
            json.writeStringProperty("words", exchange.line().words());
            exchange.status().word().ifPresent(sw -> json.writeStringProperty("sw", sw.toString()));
            json.writeStringProperty("status", exchange.status().meaning());
            exchange.status().triesLeft().ifPresent(tries -> json.writeNumberProperty("triesLeft", tries));
            write(json, "tree", tree);
        });
    }

    private static void write(JsonGenerator json, String property, List<Node> nodes) {
        json.writeArrayPropertyStart(property);
        for (Node node : nodes) {
            json.writeStartObject();
            if (!node.id().isEmpty()) {
                json.writeStringProperty("id", node.id());
            }
            json.writeStringProperty("name", node.name());
            if (node.secret()) {
                json.writeBooleanProperty("secret", true);
            } else if (!node.value().isEmpty()) {
                json.writeStringProperty("value", node.value());
            }
            json.writeStringProperty("side", node.side().toString().toLowerCase(java.util.Locale.ROOT));
            json.writeNumberProperty("from", node.from());
            json.writeNumberProperty("to", node.to());
            if (!node.children().isEmpty()) {
                write(json, "children", node.children());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
