package dev.puce.decode;

import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.View;
import dev.puce.decode.value.Side;

/// Writes the header of a command.
final class Headers {
    private Headers() {}

    static void write(Exchange exchange, Out out) {
        var shape = exchange.firstShape();
        var bytes = exchange.command();
        var context = exchange.context();
        if (bytes.length() < 4) {
            out.hex(Field.of("bytes"), View.of(bytes, Side.COMMAND, 0, bytes.length()));
            return;
        }
        out.leaf(new Field("CLA", "class", Field.Highlight.NONE), classText(exchange), at(exchange, 0, 1));
        out.leaf(
                new Field("INS", "instruction", Field.Highlight.NONE),
                "%02X (%s)".formatted(shape.ins(), source(context)),
                at(exchange, 1, 2));
        out.leaf(
                new Field("P1-P2", "parameters", Field.Highlight.NONE),
                "%04X".formatted(shape.p12()),
                at(exchange, 2, 4));
        if (exchange.application().isKnown() && !exchange.selectsApplication()) {
            String confidence = context.confidence() == Confidence.SELECTED
                    ? ""
                    : " (" + context.confidence().words() + ")";
            out.leaf(Field.of("application"), context.application().name() + confidence, View.EMPTY);
        }
        if (exchange.size() > 1) {
            out.leaf(Field.of("parts"), exchange.size() + " commands", View.EMPTY);
        }
        if (shape.ne() > 0) {
            out.leaf(Field.of("expected length"), Texts.bytes(shape.ne()), View.EMPTY);
        }
    }

    private static View at(Exchange exchange, int from, int to) {
        return View.of(exchange.command(), Side.COMMAND, from, to);
    }

    private static String source(CommandContext context) {
        var instruction = context.instruction();
        return instruction.isKnown() ? instruction + ", " + instruction.source() : "unknown";
    }

    private static String classText(Exchange exchange) {
        var context = exchange.context();
        var text = new StringBuilder("%02X".formatted(exchange.firstShape().cla()));
        if (context.channel() > 0) {
            text.append(", channel ").append(context.channel());
        }
        if (context.chained()) {
            text.append(", chained");
        }
        switch (context.protection()) {
            case NONE -> {}
            case ISO -> text.append(", secure messaging");
            case GLOBALPLATFORM -> text.append(", secure channel of GlobalPlatform");
            case PROPRIETARY -> text.append(", proprietary secure messaging");
        }
        return text.toString();
    }
}
