package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import java.util.Arrays;
import java.util.List;

/// A condition of a row in `secrets.tsv`.
@FunctionalInterface
interface Condition {
    /// Whether it holds for a command, sent when this application and file are selected.
    boolean holds(Bytes command, Selection selection);

    /// Reads a condition as the table writes it.
    static Condition of(String text) {
        int at = text.indexOf('=');
        String value = text.substring(at + 1);
        return switch (at < 0 ? text : text.substring(0, at)) {
            case "lc" -> {
                int length = Integer.parseInt(value);
                yield (command, _) -> Frame.announced(command) == length;
            }
            case "p2" -> {
                int from = Integer.parseInt(value, 0, 2, 16);
                int to = Integer.parseInt(value, 3, 5, 16);
                yield (command, _) -> command.get(3) >= from && command.get(3) <= to;
            }
            case "data" -> {
                Bytes beginning = Bytes.hex(value);
                yield (command, _) -> startsWith(command, Frame.dataAt(command), beginning);
            }
            case "tag" -> {
                int tag = Integer.parseInt(value, 16);
                yield (command, _) -> EmbeddedObjects.contains(command, tag);
            }
            case "inside" -> {
                int tag = Integer.parseInt(value, 16);
                yield (command, _) -> EmbeddedObjects.containsInside(command.from(Frame.dataAt(command)), tag);
            }
            case "file" -> {
                int[] path = path(value);
                yield (command, selection) -> selection.file(command.get(0)).is(path[0], path[1]);
            }
            case "sfi" -> {
                int[] path = path(value);
                yield (command, selection) -> selection.file(command.get(0)).isShort(command, path[0], path[1]);
            }
            case "trailer" -> (command, _) -> SectorTrailer.isAddressed(command);
            default -> throw new IllegalStateException("secrets.tsv: unknown condition " + text);
        };
    }

    /// A directory, or [SelectedFile#NONE], and a file in it.
    private static int[] path(String text) {
        List<Integer> parts = Arrays.stream(text.split("/"))
                .map(part -> Integer.valueOf(part, 16))
                .toList();
        return new int[] {parts.size() == 1 ? SelectedFile.NONE : parts.getFirst(), parts.getLast()};
    }

    private static boolean startsWith(Bytes command, int at, Bytes beginning) {
        if (command.length() < at + beginning.length()) {
            return false;
        }
        for (int i = 0; i < beginning.length(); i++) {
            if (command.get(at + i) != beginning.get(i)) {
                return false;
            }
        }
        return true;
    }
}
