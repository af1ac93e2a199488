package dev.puce.cli.decode;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the inputs of `puce decode`: hex in any form, or a pair `COMMAND > RESPONSE`.
final class DecodeLines {
    private static final Pattern COMMENT = Pattern.compile("(#|//).*");

    private DecodeLines() {}

    /// Reads arguments. Arguments of one byte each are one input, otherwise each argument is one; a `>` between two
    /// arguments makes a pair.
    static List<String> arguments(List<String> arguments) {
        String line = String.join(" ", arguments);
        boolean inBytes = arguments.stream().allMatch(word -> word.equals(">") || word.matches("[0-9A-Fa-f]{2}"));
        if (inBytes || line.contains(">")) {
            return List.of(line);
        }
        return arguments;
    }

    /// Reads one line; empty if it has nothing but a comment.
    ///
    /// @param kind how to read bytes without a `>`; empty to guess
    /// @throws IllegalArgumentException if the line is not hex; the message names the first wrong character only
    static Optional<DecodeInput> parse(String line, Optional<DecodeInput.Kind> kind) {
        String text = COMMENT.matcher(line).replaceFirst("").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var sides = new ArrayList<Bytes>();
        for (String side : text.split(">", 2)) {
            try {
                sides.add(Bytes.hex(side.strip()));
            } catch (IllegalArgumentException e) {
                throw sides.isEmpty() ? e : new IllegalArgumentException("in the response, " + e.getMessage(), e);
            }
        }
        if (sides.size() == 2) {
            return Optional.of(pair(sides.getFirst(), sides.getLast()));
        }
        return Optional.of(
                kind.map(known -> known.of(sides.getFirst())).orElseGet(() -> DecodeInput.guess(sides.getFirst())));
    }

    /// One of the two may be missing.
    private static DecodeInput pair(Bytes command, Bytes response) {
        return command.isEmpty()
                ? new DecodeInput.Response(response)
                : new DecodeInput.Command(command, Optional.of(response).filter(bytes -> !bytes.isEmpty()));
    }
}
