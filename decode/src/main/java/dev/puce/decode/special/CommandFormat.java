package dev.puce.decode.special;

import dev.puce.decode.dictionary.ClassKind;
import dev.puce.decode.dictionary.CommandShape;
import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.View;

/// A command within data, such as the one of a toolkit's PERFORM CARD APDU.
final class CommandFormat implements Format {
    @Override
    public void write(Field field, View bytes, DictionaryScope scope, Out out) {
        if (!out.isTree() || out.isDeep()) {
            return;
        }
        var shape = CommandShape.of(bytes.bytes(), false);
        var row = scope.dictionary().instruction(ClassKind.of(shape.cla()), shape);
        if (row == null) {
            out.hex(field, bytes);
            return;
        }
        out.open(field, row.instruction().name(), bytes);
        View data = bytes.sub(shape.from(), shape.to());
        var inner = new DictionaryScope(
                scope.dictionary(),
                shape.cla(),
                shape.ins(),
                shape.p1(),
                shape.p2(),
                data,
                View.EMPTY,
                -1,
                "",
                scope.memory(),
                scope.df(),
                null,
                -1,
                1);
        if (!data.isEmpty()) {
            row.command().write(data, inner, out);
        }
        out.close();
    }
}
