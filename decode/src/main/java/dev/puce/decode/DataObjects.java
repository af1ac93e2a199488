package dev.puce.decode;

import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.TlvFormat;
import dev.puce.decode.dictionary.View;
import dev.puce.decode.special.Dictionaries;
import dev.puce.decode.value.Node;
import dev.puce.decode.value.Side;
import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.Map;

/// Explains data objects that are not part of an exchange.
public final class DataObjects {
    private DataObjects() {}

    /// Names and values of BER-TLV objects in a row. Secrets stay hidden.
    ///
    /// @param bytes       the objects; positions in the tree count from their beginning
    /// @param application the application whose dictionary names them
    public static List<Node> explain(Bytes bytes, Application application) {
        var out = Out.tree(false);
        var view = View.of(bytes, Side.RESPONSE, 0, bytes.length());
        var dictionary = Dictionaries.of(application.families());
        var scope = new DictionaryScope(dictionary, 0, 0, 0, 0, View.EMPTY, view, -1, "", Map.of(), -1, null, -1, 1);
        TlvFormat.objects(outermost(application), TlvFormat.Syntax.BER, view, scope, out);
        return List.copyOf(out.nodes());
    }

    /// The table that names an application's outermost objects.
    private static String outermost(Application application) {
        if (application.uses("emv")) {
            return "emv";
        }
        if (application.uses("openpgp")) {
            return "pgp";
        }
        return application.uses("gp") ? "gpdata" : "fci";
    }
}
