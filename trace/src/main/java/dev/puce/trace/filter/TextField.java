package dev.puce.trace.filter;

import dev.puce.decode.Exchange;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;

/// A field whose values are words, or bytes in hex.
public enum TextField {
    PROGRAM(false),
    THREAD(false),
    READER(false),
    /// Name of the function, with or without `SCard` in front.
    FUNCTION(false),
    /// Name or number of the return code.
    CODE(false),
    CLA(true),
    INS(true),
    P1(true),
    P2(true),
    /// The name of the last successful SELECT by name on the connection.
    AID(true),
    SW(true),
    /// The card application, by its short name.
    APP(false),
    /// Identifier of the data object or file that the command asks for.
    OBJECT(true),
    /// Tags and other identifiers in command and response.
    TAG(true);

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final boolean isHex;

    TextField(boolean isHex) {
        this.isHex = isHex;
    }

    static Optional<TextField> of(String word) {
        return Arrays.stream(values())
                .filter(field -> field.word().equals(word))
                .findFirst();
    }

    /// As it is typed.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether values are hex digits.
    public boolean isHex() {
        return isHex;
    }

    /// The call's value, if it has one.
    Optional<String> of(CallSubject subject) {
        var traced = subject.traced();
        return switch (this) {
            case PROGRAM -> Optional.of(traced.caller().program()).filter(program -> !program.isEmpty());
            case THREAD -> traced.caller().thread();
            case READER -> reader(subject);
            case FUNCTION -> Optional.of(traced.call().name());
            case CODE ->
                traced.outcome()
                        .map(TracedCall.Outcome::code)
                        .filter(ReturnCode::isKnown)
                        .map(ReturnCode::symbol);
            case CLA -> headerByte(subject, 0);
            case INS -> headerByte(subject, 1);
            case P1 -> headerByte(subject, 2);
            case P2 -> headerByte(subject, 3);
            case AID -> subject.seen().aid().map(Bytes::toHex);
            case SW ->
                subject.response()
                        .filter(response -> response.length() >= 2)
                        .map(response -> response.from(response.length() - 2).toHex());
            case APP ->
                subject.seen().exchange().map(exchange -> exchange.application().id());
            case OBJECT -> subject.seen().exchange().flatMap(Exchange::object);
            case TAG -> subject.seen().exchange().flatMap(TextField::tags);
        };
    }

    private static Optional<String> reader(CallSubject subject) {
        return switch (subject.traced().call()) {
            case Call.Connect connect when !connect.reader().isEmpty() -> Optional.of(connect.reader());
            // One of several may be meant: all names, each on a line.
            case Call.GetStatusChange change ->
                change.readers()
                        .map(queries -> String.join(
                                "\n",
                                queries.stream().map(query -> query.reader()).toList()));
            default ->
                subject.traced()
                        .provenance()
                        .reader()
                        .or(() -> Optional.of(subject.seen().reader()))
                        .filter(reader -> !reader.isEmpty());
        };
    }

    /// Whether a call has several values, each on a line.
    boolean hasSeveralValues() {
        return this == READER || this == TAG;
    }

    private static Optional<String> tags(Exchange exchange) {
        var tags = new LinkedHashSet<String>();
        exchange.tree().forEach(tree -> tree.visit(node -> tags.add(node.id())));
        tags.remove("");
        return tags.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", tags));
    }

    private static Optional<String> headerByte(CallSubject subject, int index) {
        return subject.command()
                .filter(command -> command.length() > index)
                .map(command -> HEX.toHexDigits((byte) command.get(index)));
    }
}
