package dev.puce.smartcardio;

import dev.puce.cards.apdu.ResponseClass;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.pcsc.Pcsc;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// Choices of a terminal factory where the specification is open, or where programs rely on another provider.
///
///     var options = TerminalOptions.fromProperties().policy(TransmitPolicy.RAW);
///     TerminalFactory.getInstance("PC/SC", options, new PuceProvider());
///
/// Each choice has a system property, which is read for each new factory.
///
/// @param backend opens the PC/SC backend of a factory
/// @param policy follow-up commands. Properties `dev.puce.smartcardio.getResponse` (`on`, `off`) and
/// `dev.puce.smartcardio.responseClass` (`interindustry`; or `command` for the class of the command, as in the
/// JDK's provider)
/// @param exclusiveTo owner of the card after beginExclusive. Property `dev.puce.smartcardio.exclusive` (`thread`,
/// `connection`)
/// @param connecting result of a second connect to a terminal. Property `dev.puce.smartcardio.connect` (`same`,
/// `new`)
/// @param commands permitted commands. Property `dev.puce.smartcardio.commands` (`checked`, `raw`)
/// @param withoutTerminals behaviour of waitForChange without a terminal. Property
/// `dev.puce.smartcardio.withoutTerminals` (`fail`, `wait`)
public record TerminalOptions(
        Supplier<Pcsc> backend,
        TransmitPolicy policy,
        ExclusiveTo exclusiveTo,
        SecondConnect connecting,
        Commands commands,
        WithoutTerminals withoutTerminals) {
    /// Owner of the card after `beginExclusive`.
    public enum ExclusiveTo {
        /// The calling thread, as the specification says.
        THREAD,
        /// Every user of the Card object, as in PC/SC and jnasmartcardio.
        CONNECTION
    }

    /// Result of a second connect to a terminal.
    public enum SecondConnect {
        /// The same Card object while it is connected, as the specification says.
        SAME,
        /// A separate PC/SC connection, as in jnasmartcardio.
        NEW
    }

    /// Permitted commands.
    public enum Commands {
        /// All except MANAGE CHANNEL. The class byte gets the number of the channel, as the specification says.
        CHECKED,
        /// All. On the basic channel they are unchanged.
        RAW
    }

    /// Behaviour of waitForChange without a terminal.
    public enum WithoutTerminals {
        /// Throws IllegalStateException, as the specification says.
        FAIL,
        /// Waits until a reader with a card is plugged in.
        WAIT
    }

    private static final String PREFIX = "dev.puce.smartcardio.";

    public TerminalOptions {
        Objects.requireNonNull(backend);
        Objects.requireNonNull(policy);
        Objects.requireNonNull(exclusiveTo);
        Objects.requireNonNull(connecting);
        Objects.requireNonNull(commands);
        Objects.requireNonNull(withoutTerminals);
    }

    /// Returns the options from the system properties. The defaults follow the specification.
    ///
    /// @throws IllegalArgumentException if a property has an unknown value; the message lists the known ones
    public static TerminalOptions fromProperties() {
        TransmitPolicy policy = property("getResponse", "on", "off") == 0 ? TransmitPolicy.ISO : TransmitPolicy.RAW;
        if (property("responseClass", "interindustry", "command") == 1) {
            policy = policy.responseClass(ResponseClass.COMMAND);
        }
        return new TerminalOptions(
                Pcsc::open,
                policy,
                property("exclusive", "thread", "connection") == 0 ? ExclusiveTo.THREAD : ExclusiveTo.CONNECTION,
                property("connect", "same", "new") == 0 ? SecondConnect.SAME : SecondConnect.NEW,
                property("commands", "checked", "raw") == 0 ? Commands.CHECKED : Commands.RAW,
                property("withoutTerminals", "fail", "wait") == 0 ? WithoutTerminals.FAIL : WithoutTerminals.WAIT);
    }

    /// Sets the backend. The factory closes it when the factory and all its objects are unreachable.
    public TerminalOptions backend(Supplier<Pcsc> other) {
        return new TerminalOptions(other, policy, exclusiveTo, connecting, commands, withoutTerminals);
    }

    /// Sets the follow-up commands.
    public TerminalOptions policy(TransmitPolicy other) {
        return new TerminalOptions(backend, other, exclusiveTo, connecting, commands, withoutTerminals);
    }

    /// Sets the owner of the card after beginExclusive.
    public TerminalOptions exclusiveTo(ExclusiveTo other) {
        return new TerminalOptions(backend, policy, other, connecting, commands, withoutTerminals);
    }

    /// Sets the result of a second connect.
    public TerminalOptions connecting(SecondConnect other) {
        return new TerminalOptions(backend, policy, exclusiveTo, other, commands, withoutTerminals);
    }

    /// Sets the permitted commands.
    public TerminalOptions commands(Commands other) {
        return new TerminalOptions(backend, policy, exclusiveTo, connecting, other, withoutTerminals);
    }

    /// Sets the behaviour of waitForChange without terminals.
    public TerminalOptions withoutTerminals(WithoutTerminals other) {
        return new TerminalOptions(backend, policy, exclusiveTo, connecting, commands, other);
    }

    /// Converts a parameter of `TerminalFactory.getInstance` to options.
    static TerminalOptions of(Object parameter) {
        return switch (parameter) {
            case null -> fromProperties();
            case TerminalOptions options -> options;
            case Pcsc pcsc -> fromProperties().backend(() -> pcsc);
            case String choice -> fromProperties().backend(() -> Pcsc.open(choice));
            default ->
                throw new IllegalArgumentException("the parameter is a "
                        + parameter.getClass().getName() + ", but must be null, TerminalOptions, Pcsc or String");
        };
    }

    /// Returns the index of a property's value; the first value is the default.
    private static int property(String name, String... values) {
        String value = Optional.ofNullable(System.getProperty(PREFIX + name)).orElse(values[0]);
        for (int i = 0; i < values.length; i++) {
            if (values[i].equals(value)) {
                return i;
            }
        }
        throw new IllegalArgumentException("system property " + PREFIX + name + " is \"" + value + "\", but must be "
                + String.join(" or ", values));
    }
}
