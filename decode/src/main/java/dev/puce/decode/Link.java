package dev.puce.decode;

import dev.puce.decode.dictionary.CommandShape;
import java.util.ArrayList;
import java.util.List;

/// The parts of an exchange as a list that shares its beginning with earlier states of the exchange.
///
/// @param previous the parts before; `null` for the first
/// @param part     the last part
/// @param shape    frame of its command
/// @param count    number of parts
record Link(Link previous, Part part, CommandShape shape, int count) {
    /// The parts in order.
    List<Link> all() {
        var links = new ArrayList<Link>(count);
        for (var link = this; link != null; link = link.previous) {
            links.add(link);
        }
        return links.reversed();
    }

    /// Status word of the last part; -1 without one.
    int status() {
        var response = part.response();
        if (response.isEmpty() || response.get().length() < 2) {
            return -1;
        }
        var bytes = response.get();
        return bytes.get(bytes.length() - 2) << 8 | bytes.get(bytes.length() - 1);
    }

    /// Number of visible data bytes in the response of the last part.
    int dataLength() {
        return part.response().map(bytes -> Math.max(0, bytes.length() - 2)).orElse(0);
    }
}
