package dev.puce.decode;

import dev.puce.decode.dictionary.ApplicationTable;
import dev.puce.decode.dictionary.ClassKind;
import dev.puce.decode.dictionary.CommandShape;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ClassByte;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Follows the commands and responses of one card, whichever programs send them.
///
/// Call [#command] with each command and then [#response] or [#noResponse]. The session knows, for each logical
/// channel, the selected application and file, open chains and fetches, secure channels and data object lists.
/// It reads any bytes and never throws because of them. A session belongs to one thread at a time.
public final class CardSession {
    /// Place of the commands to the reader, behind the 20 channels.
    private static final int READER = ClassByte.MAX_CHANNEL + 1;

    /// A channel and the exchange on it that a further command may continue.
    private static final class Channel {
        private ChannelState state = ChannelState.INITIAL;
        private ChannelState before = ChannelState.INITIAL;
        private Exchange last;
        private Decryption decryption;

        Channel copy() {
            var copy = new Channel();
            copy.state = state;
            copy.before = before;
            copy.last = last;
            return copy;
        }
    }

    private record Pending(
            CommandContext context,
            CommandShape shape,
            Role role,
            Channel channel,
            Exchange continued,
            Exchange started) {}

    private final Channel[] channels = new Channel[READER + 1];
    private final List<SessionKeys> keys = new ArrayList<>();
    private Pending pending;
    private long count;

    /// A session with a card of which nothing is known.
    public CardSession() {
        clear(ChannelState.INITIAL);
    }

    /// Returns an independent session in the same state. It has no session keys, and no command waits for an answer.
    public CardSession copy() {
        var copy = new CardSession();
        for (int i = 0; i < channels.length; i++) {
            copy.channels[i] = channels[i].copy();
        }
        copy.count = count;
        return copy;
    }

    private void clear(ChannelState state) {
        pending = null;
        for (int i = 0; i < channels.length; i++) {
            channels[i] = new Channel();
            channels[i].state = i == 0 ? state : ChannelState.INITIAL;
        }
    }

    /// The card was reset, powered or inserted, and all state is gone.
    ///
    /// @param atr its answer to reset; empty if it is not known
    public void reset(Bytes atr) {
        clear(ApplicationTable.ofAtr(atr)
                .map(row -> ChannelState.INITIAL.inferred(Application.of(row), Confidence.FROM_ATR))
                .orElse(ChannelState.INITIAL));
    }

    /// The user gives keys. Protected exchanges from now on are decrypted if the keys fit.
    public void use(SessionKeys given) {
        keys.add(given);
        for (var channel : channels) {
            channel.decryption = null;
        }
    }

    /// Secure messaging with these keys starts behind an exchange, and ends with the next reset.
    public void use(SessionKeys.Iso derived, Exchange authentication) {
        var channel = channels[authentication.context().channel()];
        if (channel.decryption == null) {
            channel.decryption = new Decryption(keys);
        }
        channel.decryption.use(derived);
    }

    /// The caller hides the answer of an exchange. The file that it reads in parts stays in parts.
    public void hideReading(Exchange exchange) {
        var channel = channels[exchange.context().channel()];
        channel.state = channel.state.reading(null);
    }

    /// The user names the application that is selected on the basic channel.
    public void assume(Application application) {
        channels[0].state = ChannelState.of(application, Confidence.ASSUMED);
        channels[0].last = null;
    }

    /// The application that is selected on a channel.
    ///
    /// @param channel 0 to 19
    public Application application(int channel) {
        return channels[channel].state.application();
    }

    /// A command goes to the card.
    public CommandContext command(Bytes command) {
        return command(command, false);
    }

    /// A command goes to the card.
    ///
    /// @param command its visible bytes
    /// @param hidden  whether more bytes follow, which redaction removed
    /// @return everything that is known before the answer
    public CommandContext command(Bytes command, boolean hidden) {
        if (pending != null) {
            noResponse();
        }
        var shape = CommandShape.of(command, hidden);
        var kind = Resolver.kind(shape, channels[0].state);
        int number = channelNumber(shape, kind);
        var channel = channels[number];
        if (number > 0 && number != READER) {
            kind = Resolver.kind(shape, channel.state);
        }
        var role = channel.last == null ? Role.FIRST : Continuation.role(channel.last, shape, kind);
        pending = role == Role.FIRST
                ? first(shape, channel, number == READER ? 0 : number)
                : continued(shape, role, channel, kind);
        return pending.context;
    }

    private static int channelNumber(CommandShape shape, ClassKind kind) {
        if (kind == ClassKind.READER) {
            return READER;
        }
        if (!kind.hasChannel()) {
            return 0;
        }
        int cla = shape.cla();
        return (cla & 0x40) != 0 ? 4 + (cla & 0x0F) : cla & 0x03;
    }

    private Pending first(CommandShape shape, Channel channel, int number) {
        var meaning = Resolver.resolve(shape, channel.state);
        channel.state = meaning.state();
        channel.before = channel.state;
        channel.last = null;
        var protection = Protections.of(shape, meaning);
        var context = new CommandContext(
                meaning.kind() == ClassKind.READER ? ReaderCommands.READER : channel.state.application(),
                meaning.kind() == ClassKind.READER ? Confidence.FROM_COMMAND : channel.state.confidence(),
                meaning.instruction(),
                number,
                protection,
                Role.FIRST,
                Continuation.isChained(shape, meaning.kind()),
                CurrentFile.of(shape, meaning.kind(), channel.state),
                secrecy(shape, meaning),
                Optional.empty());
        var started = new Exchange(++count, context, meaning, channel.state, shape);
        return new Pending(context, shape, Role.FIRST, channel, null, started);
    }

    private static Secrecy secrecy(CommandShape shape, Resolver.Meaning meaning) {
        var row = meaning.row();
        if (row == null) {
            boolean pin = Explanation.isReferenceData(shape.ins());
            return Secrecy.of(pin, pin);
        }
        var file = CurrentFile.row(shape, meaning.state());
        boolean onCard = meaning.kind().hasChannel() || meaning.kind() == ClassKind.GSM;
        boolean secretFile = onCard && file != null && file.format().isSecret();
        return Secrecy.of(row.command().isSecret() || secretFile, row.answer().isSecret() || secretFile);
    }

    private static Pending continued(CommandShape shape, Role role, Channel channel, ClassKind kind) {
        var last = channel.last;
        var origin = last.context();
        var context = new CommandContext(
                origin.application(),
                origin.confidence(),
                origin.instruction(),
                origin.channel(),
                origin.protection(),
                role,
                role != Role.DATA && Continuation.isChained(shape, kind),
                origin.file(),
                origin.secrecy(),
                Optional.of(origin));
        return new Pending(context, shape, role, channel, last, null);
    }

    /// The card answered the last command.
    public Exchange response(Bytes response) {
        return response(response, false);
    }

    /// The card answered the last command.
    ///
    /// @param response visible data and the status word
    /// @param hidden   whether redaction removed the end of the data
    /// @return the logical exchange so far. A later command may continue it ([Exchange#isOpen]).
    /// @throws IllegalStateException if there was no command
    public Exchange response(Bytes response, boolean hidden) {
        return ended(Optional.of(response), hidden);
    }

    /// The last command has no answer, or the answer is not known.
    ///
    /// @throws IllegalStateException if there was no command
    public Exchange noResponse() {
        return ended(Optional.empty(), false);
    }

    /// The exchange with the last command while the card works on it, for text that appears before the answer. The
    /// session stays as it is.
    ///
    /// @throws IllegalStateException if there was no command
    public Exchange unanswered() {
        return exchange(Optional.empty(), false);
    }

    /// A command in words without any context, as the first command to an unknown card.
    ///
    /// @param command its visible bytes
    /// @param hidden  whether more bytes follow, which redaction removed
    public static String words(Bytes command, boolean hidden) {
        var session = new CardSession();
        session.command(command, hidden);
        var exchange = session.unanswered();
        // The command before it, which it continues, is not known here.
        boolean isContinuation = exchange.instruction().isKnown() && command.get(1) == Continuation.GET_RESPONSE;
        return isContinuation ? exchange.instruction().name() : exchange.line().command();
    }

    private Exchange exchange(Optional<Bytes> response, boolean hidden) {
        if (pending == null) {
            throw new IllegalStateException("a response needs a command before it");
        }
        var part = new Part(pending.role, pending.shape.bytes(), pending.shape.hidden(), response, hidden);
        return pending.role == Role.FIRST
                ? pending.started.started(part, pending.shape)
                : pending.continued.continued(part, pending.shape);
    }

    private Exchange ended(Optional<Bytes> response, boolean hidden) {
        var exchange = exchange(response, hidden);
        var asked = pending;
        pending = null;
        var channel = asked.channel;
        if (channel == channels[READER]) {
            channel.last = exchange;
            return exchange;
        }
        if ((!keys.isEmpty() || channel.decryption != null) && (asked.role == Role.FIRST || asked.role == Role.FETCH)) {
            exchange = decrypted(exchange, channel, asked.role);
        }
        channel.state = Transition.after(exchange, channel.before);
        channel.last = exchange.leading(channel.state);
        openChannel(exchange);
        return channel.last;
    }

    private Exchange decrypted(Exchange exchange, Channel channel, Role role) {
        if (channel.decryption == null) {
            channel.decryption = new Decryption(keys);
        }
        var plain = role == Role.FIRST ? channel.decryption.open(exchange) : channel.decryption.reopen(exchange);
        return plain.map(exchange::opened).orElse(exchange);
    }

    /// Applies MANAGE CHANNEL and a reset of the application to the other channels (ISO/IEC 7816-4:2020,
    /// 11.1.2).
    private void openChannel(Exchange exchange) {
        int opened = Transition.openedChannel(exchange);
        if (opened > 0 && opened < READER) {
            channels[opened] = new Channel();
            if (exchange.context().channel() > 0) {
                channels[opened].state = channels[exchange.context().channel()].state;
            }
        }
        int closed = Transition.closedChannel(exchange);
        if (closed > 0 && closed < READER) {
            channels[closed] = new Channel();
        }
    }
}
