package dev.puce.decode.dictionary;

import java.util.ArrayList;
import java.util.List;

/// Tags in a row, with the names that they have in an enclosing object: `61 DG1, 75 DG2`.
final class TagListFormat implements TextFormat {
    private final String parent;

    TagListFormat(String parent) {
        this.parent = parent.isEmpty() ? "*" : parent;
    }

    @Override
    public String text(View bytes, DictionaryScope scope) {
        var tags = scope.dictionary().tags(parent);
        var names = new ArrayList<String>();
        for (var tag : split(bytes)) {
            var row = tags.row((int) tag.number());
            names.add(row == null || row.name().isEmpty() ? tag.hex() : tag.hex() + " " + row.name());
        }
        return String.join(", ", names);
    }

    /// The tags, one view each; a cut tag is the last one.
    static List<View> split(View bytes) {
        var tags = new ArrayList<View>();
        int at = 0;
        while (at < bytes.length()) {
            int end = at + 1;
            if ((bytes.u8(at) & 0x1F) == 0x1F) {
                while (end < bytes.length() && end - at < 4 && (bytes.u8(end) & 0x80) != 0) {
                    end++;
                }
                end = Math.min(end + 1, bytes.length());
            }
            tags.add(bytes.sub(at, end));
            at = end;
        }
        return tags;
    }
}
