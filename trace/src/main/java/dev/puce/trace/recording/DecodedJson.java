package dev.puce.trace.recording;

import dev.puce.decode.Exchange;
import dev.puce.decode.value.Node;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// A decoded exchange as JSON: `puce decode --json` and the property `decoded` of calls. Scripts depend on the names.
public final class DecodedJson {
    private DecodedJson() {}

    /// Writes the properties of the current object:
    ///
    ///     {"application":"piv","instruction":"GET DATA","words":"…","sw":"9000","status":"…","triesLeft":2,
    ///      "tree":[{"id":"7E","name":"…","value":"…","side":"response","from":0,"to":20,"children":[…]}]}
    ///
    /// `sw`, `triesLeft`, `id`, `value` and `children` are absent where there are none. A secret has
    /// `"secret":true` and no value.
    ///
    /// @param tree trees of the exchange
    public static void write(JsonGenerator json, Exchange exchange, List<Node> tree) {
        json.writeStringProperty("application", exchange.application().id());
        json.writeStringProperty("instruction", exchange.instruction().name());
        json.writeStringProperty("words", exchange.line().words());
        status(json, exchange);
        tree(json, tree);
    }

    /// Writes `sw`, `status` and `triesLeft`.
    public static void status(JsonGenerator json, Exchange exchange) {
        exchange.status().word().ifPresent(sw -> json.writeStringProperty("sw", sw.toString()));
        json.writeStringProperty("status", exchange.status().meaning());
        exchange.status().triesLeft().ifPresent(tries -> json.writeNumberProperty("triesLeft", tries));
    }

    /// Writes `tree`.
    public static void tree(JsonGenerator json, List<Node> tree) {
        nodes(json, "tree", tree);
    }

    private static void nodes(JsonGenerator json, String property, List<Node> nodes) {
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
            json.writeStringProperty("side", node.side().toString().toLowerCase(Locale.ROOT));
            json.writeNumberProperty("from", node.from());
            json.writeNumberProperty("to", node.to());
            if (!node.children().isEmpty()) {
                nodes(json, "children", node.children());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
