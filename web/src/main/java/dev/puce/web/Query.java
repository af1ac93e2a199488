package dev.puce.web;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The values behind the question mark of a request.
///
/// @param values by name
record Query(Map<String, String> values) {
    Query {
        values = Map.copyOf(values);
    }

    static Query of(URI uri) {
        var values = new HashMap<String, String>();
        String raw = uri.getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int sign = pair.indexOf('=');
                if (sign > 0) {
                    values.put(decoded(pair.substring(0, sign)), decoded(pair.substring(sign + 1)));
                }
            }
        }
        return new Query(values);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    /// A text; empty if it is absent.
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /// A whole number.
    ///
    /// @throws BadRequestException if it is absent or malformed
    long number(String name) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException malformed) {
            throw new BadRequestException("\"" + name + "\" is not a number");
        }
    }

    /// A whole number, or a default if it is absent.
    long number(String name, long otherwise) {
        return text(name).isEmpty() ? otherwise : number(name);
    }
}
