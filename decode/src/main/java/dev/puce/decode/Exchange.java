package dev.puce.decode;

import dev.puce.decode.dictionary.ClassKind;
import dev.puce.decode.dictionary.CommandShape;
import dev.puce.decode.dictionary.InstructionRow;
import dev.puce.decode.dictionary.View;
import dev.puce.decode.secure.Plain;
import dev.puce.decode.value.Instruction;
import dev.puce.decode.value.Node;
import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.Optional;

/// A logical exchange: a command of a program and its answer, whichever number of physical pairs carry them.
///
/// It joins command chains, GET RESPONSE and its counterparts, and repetitions after 6CXX. It is immutable.
/// When a later command continues it, [CardSession#response] returns a new exchange with the same number and
/// more parts. Text and trees are computed on demand. Any thread may use it.
public final class Exchange {
    private final long number;
    private final CommandContext context;
    private final Resolver.Meaning meaning;
    private final ChannelState state;
    private final CommandShape firstShape;
    private final Link last;
    private final ChannelState after;
    private final Plain plain;
    private Merged merged;
    private Status status;

    Exchange(
            long number,
            CommandContext context,
            Resolver.Meaning meaning,
            ChannelState state,
            CommandShape firstShape) {
        this(number, context, meaning, state, firstShape, null, state, null);
    }

    private Exchange(
            long number,
            CommandContext context,
            Resolver.Meaning meaning,
            ChannelState state,
            CommandShape firstShape,
            Link last,
            ChannelState after,
            Plain plain) {
        this.number = number;
        this.context = context;
        this.meaning = meaning;
        this.state = state;
        this.firstShape = firstShape;
        this.last = last;
        this.after = after;
        this.plain = plain;
    }

    Exchange started(Part part, CommandShape shape) {
        return new Exchange(number, context, meaning, state, firstShape, new Link(null, part, shape, 1), state, null);
    }

    Exchange continued(Part part, CommandShape shape) {
        var link = new Link(last, part, shape, last.count() + 1);
        return new Exchange(number, context, meaning, state, firstShape, link, state, null);
    }

    /// The same exchange with its effect on the channel.
    Exchange leading(ChannelState to) {
        return new Exchange(number, context, meaning, state, firstShape, last, to, plain);
    }

    /// The same exchange with its data decrypted.
    Exchange opened(Plain decrypted) {
        return new Exchange(number, context, meaning, state, firstShape, last, after, decrypted);
    }

    /// The decrypted data; `null` if the data are plain, or stay encrypted.
    Plain plain() {
        return plain;
    }

    /// The decrypted command without its protection; empty if the exchange is not protected, or stays encrypted.
    public Optional<Bytes> plainCommand() {
        if (plain == null) {
            return Optional.empty();
        }
        boolean isFurther = (firstShape.cla() & 0x40) != 0;
        int protection = isFurther ? 0x20 : context.protection() == Protection.ISO ? 0x0C : 0x04;
        var header = Bytes.of(firstShape.cla() & ~protection, firstShape.ins(), firstShape.p1(), firstShape.p2());
        return Optional.of(header.plus(Merged.lengthAndData(plain.command())));
    }

    /// The decrypted response with its status word; empty if the exchange is not protected, or stays encrypted.
    public Optional<Bytes> plainResponse() {
        int sw = last.status();
        return plain == null ? Optional.empty() : Optional.of(plain.answer().plus(Bytes.of(sw >> 8 & 0xFF, sw & 0xFF)));
    }

    /// The same exchange without secrets in its decrypted data. Other data stay.
    public Exchange hidingPlain(boolean command, boolean answer) {
        return plain == null || !(command || answer) ? this : opened(plain.hiding(command, answer));
    }

    /// Command data as far as they can be read: decrypted ones if there are any.
    View readableCommand() {
        return plain == null ? commandData() : View.derived(plain.command());
    }

    /// Its number in the session, counted from 1.
    public long number() {
        return number;
    }

    /// Everything that was known before the answer to the first command.
    public CommandContext context() {
        return context;
    }

    /// The instruction.
    public Instruction instruction() {
        return context.instruction();
    }

    /// The application that the exchange belongs to. A successful SELECT belongs to the application it selects.
    public Application application() {
        return selectsApplication() ? after.application() : context.application();
    }

    /// Whether it is a SELECT by name.
    boolean selectsApplication() {
        return firstShape.ins() == 0xA4 && firstShape.p1() == 0x04 && meaning.kind() == ClassKind.INTERINDUSTRY;
    }

    /// State of the channel after it.
    ChannelState after() {
        return after;
    }

    /// Identifier in hex of the data object or file that the command asks for: `5FC105`, `9F36`, `6F07`.
    public Optional<String> object() {
        return ObjectName.of(this);
    }

    /// The physical commands and their answers, in order.
    public List<Part> parts() {
        if (last.count() == 1) {
            return List.of(last.part());
        }
        return last.all().stream().map(Link::part).toList();
    }

    /// Number of physical commands.
    public int size() {
        return last.count();
    }

    /// Whether a further command is expected to continue it: more data wait, the chain is not complete, or the
    /// card asked for another Le.
    public boolean isOpen() {
        int status = last.status();
        int sw1 = status >> 8;
        return sw1 == 0x61
                || sw1 == 0x6C
                || (meaning.kind() == ClassKind.GSM && sw1 == 0x9F)
                || (meaning.kind() == ClassKind.DESFIRE && status == 0x91AF)
                || (status == 0x9100 && context.application().uses("fido"))
                || (isChained() && status == 0x9000);
    }

    /// Whether the last command announces further parts of its chain.
    boolean isChained() {
        return last.part().role() != Role.FETCH
                && Continuation.isChained(last.shape(), meaning.kind())
                && !Continuation.isStep(last.shape());
    }

    Link lastLink() {
        return last;
    }

    CommandShape firstShape() {
        return firstShape;
    }

    ClassKind kind() {
        return meaning.kind();
    }

    ChannelState state() {
        return state;
    }

    /// The dictionary's row; `null` if the instruction is not known.
    InstructionRow row() {
        return meaning.row();
    }

    private Merged merged() {
        var known = merged;
        if (known == null) {
            known = Merged.of(this);
            merged = known;
        }
        return known;
    }

    /// The visible bytes of the command. Parts of a chain are joined behind the header of the first one.
    public Bytes command() {
        return merged().command();
    }

    /// The joined data of all responses and the last status word; empty if the last command has no answer.
    public Optional<Bytes> response() {
        return last.part().response().isEmpty() ? Optional.empty() : Optional.of(merged().response());
    }

    View commandData() {
        return merged().commandData();
    }

    View answerData() {
        return merged().answerData();
    }

    /// Whether the last answer ends with a status word. Some readers answer with text alone.
    boolean hasStatus() {
        return merged().hasStatus();
    }

    /// Whether redaction removed command data.
    public boolean isCommandHidden() {
        return merged().commandHidden() || (plain != null && plain.commandHidden());
    }

    /// Whether redaction removed response data.
    public boolean isAnswerHidden() {
        return merged().answerHidden() || (plain != null && plain.answerHidden());
    }

    /// The end of the exchange in words.
    public Status status() {
        var known = status;
        if (known == null) {
            known = Statuses.of(this);
            status = known;
        }
        return known;
    }

    /// The exchange in one line, without secrets.
    public Line line() {
        return new Explanation(this).line();
    }

    /// The exchange as two trees of named values, command and response. Secrets stay hidden.
    public List<Node> tree() {
        return new Explanation(this).tree(false);
    }

    /// The exchange as two trees of named values, with PINs and keys in the clear.
    public List<Node> treeWithSecrets() {
        return new Explanation(this).tree(true);
    }

    /// The line.
    @Override
    public String toString() {
        return line().toString();
    }
}
