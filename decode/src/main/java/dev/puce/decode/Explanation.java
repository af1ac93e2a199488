package dev.puce.decode;

import dev.puce.decode.dictionary.ClassKind;
import dev.puce.decode.dictionary.Dictionary;
import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Field;
import dev.puce.decode.dictionary.FieldFormat;
import dev.puce.decode.dictionary.InstructionRow;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.Texts;
import dev.puce.decode.dictionary.TlvFormat;
import dev.puce.decode.dictionary.View;
import dev.puce.decode.special.Dictionaries;
import dev.puce.decode.value.Node;
import dev.puce.decode.value.Side;
import java.util.ArrayList;
import java.util.List;

/// Explains one exchange, as a line or as trees.
final class Explanation {
    private static final String ENCRYPTED = "encrypted";
    private static final Field COMMAND_DATA = Field.of("data");
    private static final Field ANSWER_DATA = Field.of("answer");

    private final Exchange exchange;
    private final Body body;
    private final DictionaryScope scope;
    private final InstructionRow row;

    Explanation(Exchange exchange) {
        this.exchange = exchange;
        this.body = Body.of(exchange);
        var shape = exchange.firstShape();
        var state = exchange.state();
        var file = exchange.kind() == ClassKind.DESFIRE ? null : CurrentFile.row(shape, state);
        int ef = file != null ? file.id() : state.ef();
        boolean selects = exchange.selectsApplication();
        this.row = selects && exchange.row() != null
                ? exchange.after().dictionary().instruction(exchange.kind(), shape)
                : exchange.row();
        this.scope = new DictionaryScope(
                selects ? exchange.after().dictionary() : dictionary(exchange),
                Math.max(0, shape.cla()),
                Math.max(0, shape.ins()),
                shape.p1(),
                shape.p2(),
                isEncrypted() ? View.EMPTY : body.commandData(),
                body.answerData(),
                exchange.lastLink().status(),
                exchange.isCommandHidden() ? Out.HIDDEN : isEncrypted() ? ENCRYPTED : "",
                state.memory(),
                state.df(),
                file,
                ef,
                exchange.size());
    }

    private boolean isEncrypted() {
        return exchange.plain() == null
                && (body.commandEncrypted() || exchange.context().protection() == Protection.ISO);
    }

    /// The families of the application, and the one of the instruction if it is another.
    private static Dictionary dictionary(Exchange exchange) {
        var known = exchange.state().application().isKnown() ? exchange.state() : exchange.after();
        var families = known.application().families();
        var row = exchange.row();
        if (row == null
                || row.family().name().equals("iso")
                || families.contains(row.family().name())) {
            return Dictionaries.of(families);
        }
        if (families.isEmpty()) {
            return Dictionaries.of(List.of(row.family().name()));
        }
        var more = new ArrayList<String>();
        more.add(row.family().name());
        more.addAll(families);
        return Dictionaries.of(List.copyOf(more));
    }

    Line line() {
        var command = Out.line();
        var answer = Out.line();
        writeCommand(command);
        writeAnswer(answer);
        return new Line(words(command.text()), answer.text(), exchange.status());
    }

    private String words(String highlights) {
        var text = new StringBuilder(exchange.instruction().toString());
        String parameters = row == null ? "" : row.words().text(scope);
        if (!parameters.isEmpty()) {
            text.append(parameters.startsWith(",") ? "" : " ").append(parameters);
        }
        if (!highlights.isEmpty()) {
            text.append(parameters.isEmpty() || parameters.endsWith(":") ? " " : ", ")
                    .append(highlights);
        }
        if (exchange.context().protection() != Protection.NONE) {
            text.append(exchange.plain() == null ? ", secure messaging" : ", decrypted");
        }
        if (exchange.context().channel() > 0) {
            text.append(", channel ").append(exchange.context().channel());
        }
        if (exchange.isChained()) {
            text.append(
                    exchange.size() == 1 ? ", first part of a chain" : ", " + exchange.size() + " parts of a chain");
        }
        if (!exchange.firstShape().problem().isEmpty()) {
            text.append(" (malformed: ").append(exchange.firstShape().problem()).append(')');
        }
        return text.toString();
    }

    List<Node> tree(boolean secretsShown) {
        var out = Out.tree(secretsShown);
        var shape = exchange.firstShape();
        var bytes = exchange.command();
        out.open(Field.of("command"), words(highlights()), View.of(bytes, Side.COMMAND, 0, bytes.length()));
        Headers.write(exchange, out);
        writeCommand(out);
        if (!shape.problem().isEmpty()) {
            out.leaf(Field.of("malformed"), shape.problem(), View.EMPTY);
        }
        out.close();
        var response = exchange.response();
        if (response.isPresent()) {
            var all = View.of(response.get(), Side.RESPONSE, 0, response.get().length());
            out.open(Field.of("response"), "", all);
            writeAnswer(out);
            int end = exchange.hasStatus() ? all.length() - 2 : all.length();
            var status = exchange.status();
            String text =
                    status.word().isPresent() && status.meaning().isEmpty() ? status + " done" : status.toString();
            out.leaf(Field.of("status"), text, all.sub(end));
            out.close();
        }
        return List.copyOf(out.nodes());
    }

    private String highlights() {
        var line = Out.line();
        writeCommand(line);
        return line.text();
    }

    private void writeCommand(Out out) {
        protectedObjects(exchange.commandData(), out);
        View data = body.commandData();
        if (exchange.isCommandHidden()) {
            if (out.isTree()) {
                out.secret(COMMAND_DATA, View.of(exchange.command(), Side.COMMAND, data.from(), data.from()));
            }
        } else if (isEncrypted() && !body.commandEncrypted()) {
            TlvFormat.objects("sm", TlvFormat.Syntax.BER, data, scope, out);
        } else if (body.commandEncrypted() && row != null && row.command().isSecret()) {
            out.secret(Field.of("encrypted data"), data);
        } else if (body.commandEncrypted()) {
            out.hex(Field.of("encrypted data"), data);
        } else if (!data.isEmpty()) {
            write(row == null ? null : row.command(), COMMAND_DATA, data, out);
        }
        if (!body.commandMac().isEmpty()) {
            out.hex(Field.of("MAC"), body.commandMac());
        }
    }

    /// The objects of secure messaging beside the decrypted data.
    private void protectedObjects(View data, Out out) {
        if (exchange.plain() != null && out.isTree() && exchange.context().protection() == Protection.ISO) {
            out.open(Field.of("secure messaging"), "", data);
            TlvFormat.objects("sm", TlvFormat.Syntax.BER, data, scope, out);
            out.close();
        }
    }

    private void writeAnswer(Out out) {
        protectedObjects(exchange.answerData(), out);
        View data = body.answerData();
        if (exchange.isAnswerHidden()) {
            if (out.isTree()) {
                out.secret(ANSWER_DATA, data);
            }
        } else if (isEncrypted()
                && !body.answerEncrypted()
                && exchange.context().protection() == Protection.ISO) {
            TlvFormat.objects("sm", TlvFormat.Syntax.BER, data, scope, out);
        } else if (body.answerEncrypted()) {
            out.hex(Field.of("encrypted data"), data);
        } else if (!data.isEmpty()) {
            write(row == null ? null : row.answer(), ANSWER_DATA, data, out);
            writeWholeFile(data, out);
        }
        if (!body.answerMac().isEmpty()) {
            out.hex(Field.of("MAC"), body.answerMac());
        }
    }

    /// The content of a file that was read in parts, below its last part.
    private void writeWholeFile(View data, Out out) {
        var shape = exchange.firstShape();
        int offset = FileReading.offset(shape, scope.command());
        var file = scope.file();
        if (offset <= 0 || file == null || file.format().isSecret()) {
            return;
        }
        View part = FileReading.content(shape, data);
        var read = FileReading.after(exchange.state().reading(), offset, part.bytes());
        if (read != null && read.isCompleted()) {
            var whole = Field.of("the whole file, " + Texts.bytes(read.length()));
            View content = View.derived(read.joined());
            out.open(whole, "", content);
            file.format().write(content, scope, out);
            out.close();
        }
    }

    private void write(FieldFormat format, Field unnamed, View data, Out out) {
        if (format != null) {
            format.write(data, scope, out);
        } else if (isReferenceData(exchange.firstShape().ins())) {
            out.secret(unnamed, data);
        } else {
            out.hex(unnamed, data);
        }
    }

    /// VERIFY and its relatives: they carry PINs in most classes, even where the instruction is not known.
    static boolean isReferenceData(int ins) {
        return ins >= 0x20 && ins <= 0x2D && ins != 0x22 && ins != 0x23 && ins != 0x2A && ins != 0x2B;
    }
}
