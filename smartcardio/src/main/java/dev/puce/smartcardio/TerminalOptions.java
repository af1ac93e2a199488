package dev.puce.smartcardio;

import dev.puce.cards.apdu.ResponseClass;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.pcsc.Pcsc;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// What a terminal factory does where the specification leaves a choice, or where programs depend on another one.
///
///     var options = TerminalOptions.fromProperties().policy(TransmitPolicy.RAW);
///     TerminalFactory.getInstance("PC/SC", options, new PuceProvider());
///
/// Each choice has a system property, read whenever a factory is made; nothing is remembered for the JVM.
///
/// @param backend who answers PC/SC calls; opened with the factory
/// @param policy  follow-up commands. Properties `dev.puce.smartcardio.getResponse` (`on`, `off`) and
///                `dev.puce.smartcardio.responseClass` (`interindustry`, or `command` for the class of the
///                command,
///                as the JDK's provider has it)
/// @param exclusiveTo who may use a card after beginExclusive. Property `dev.puce.smartcardio.exclusive`
/// (`thread`,
///                `connection`)
/// @param connecting what a second connect to a terminal gives. Property `dev.puce.smartcardio.connect` (`same`,
///                `new`)
/// @param commands which commands may be sent. Property `dev.puce.smartcardio.commands` (`checked`, `raw`)
/// @param withoutTerminals what waitForChange does when there is no terminal. Property
///                `dev.puce.smartcardio.withoutTerminals` (`fail`, `wait`)
public record TerminalOptions(
        Supplier<Pcsc> backend,
        TransmitPolicy policy,
        ExclusiveTo exclusiveTo,
        Connecting connecting,
        Commands commands,
        WithoutTerminals withoutTerminals) {
    /// Who may use a card after `beginExclusive`.
    public enum ExclusiveTo {
        /// The thread that began it, as the specification says.
        THREAD,
        /// Everybody who has the Card object, as PC/SC has it and jnasmartcardio.
        CONNECTION
    }

    /// What a second connect to a terminal gives.
    public enum Connecting {
        /// The same Card object as long as it is connected, as the specification says.
        SAME,
        /// A connection of its own, which PC/SC keeps apart from others, as jnasmartcardio.
        NEW
    }

    /// Which commands may be sent.
    public enum Commands {
        /// Not MANAGE CHANNEL, and the class byte is that of the channel, as the specification says.
        CHECKED,
        /// All; on the basic channel unchanged.
        RAW
    }

    /// What waitForChange does when there is no terminal.
    public enum WithoutTerminals {
        /// Throws IllegalStateException, as the specification says.
        FAIL,
        /// Waits until one is plugged in with a card.
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

    /// What the system properties say; without any, what the specification says.
    ///
    /// @throws IllegalArgumentException if a property has a value that is not known; the message names those
    /// that are
    public static TerminalOptions fromProperties() {
        TransmitPolicy policy = property("getResponse", "on", "off") == 0 ? TransmitPolicy.ISO : TransmitPolicy.RAW;
        if (property("responseClass", "interindustry", "command") == 1) {
            policy = policy.responseClass(ResponseClass.COMMAND);
        }
        return new TerminalOptions(
                Pcsc::open,
                policy,
                property("exclusive", "thread", "connection") == 0 ? ExclusiveTo.THREAD : ExclusiveTo.CONNECTION,
                property("connect", "same", "new") == 0 ? Connecting.SAME : Connecting.NEW,
                property("commands", "checked", "raw") == 0 ? Commands.CHECKED : Commands.RAW,
                property("withoutTerminals", "fail", "wait") == 0 ? WithoutTerminals.FAIL : WithoutTerminals.WAIT);
    }

    /// Another backend; the factory closes it when nobody has the factory or anything of it any more.
    public TerminalOptions backend(Supplier<Pcsc> other) {
        return new TerminalOptions(other, policy, exclusiveTo, connecting, commands, withoutTerminals);
    }

    /// Other follow-up commands.
    public TerminalOptions policy(TransmitPolicy other) {
        return new TerminalOptions(backend, other, exclusiveTo, connecting, commands, withoutTerminals);
    }

    /// Another meaning of beginExclusive.
    public TerminalOptions exclusiveTo(ExclusiveTo other) {
        return new TerminalOptions(backend, policy, other, connecting, commands, withoutTerminals);
    }

    /// Another meaning of a second connect.
    public TerminalOptions connecting(Connecting other) {
        return new TerminalOptions(backend, policy, exclusiveTo, other, commands, withoutTerminals);
    }

    /// Other commands.
    public TerminalOptions commands(Commands other) {
        return new TerminalOptions(backend, policy, exclusiveTo, connecting, other, withoutTerminals);
    }

    /// Another meaning of a wait without terminals.
    public TerminalOptions withoutTerminals(WithoutTerminals other) {
        return new TerminalOptions(backend, policy, exclusiveTo, connecting, commands, other);
    }

    /// The options that a parameter of `TerminalFactory.getInstance` means.
    static TerminalOptions of(Object parameter) {
        return switch (parameter) {
            case null -> fromProperties();
            case TerminalOptions options -> options;
            case Pcsc pcsc -> fromProperties().backend(() -> pcsc);
            case String choice -> fromProperties().backend(() -> Pcsc.open(choice));
            default ->
                throw new IllegalArgumentException("the parameter is a "
                        + parameter.getClass().getName() + ", and must be null, TerminalOptions, Pcsc or String");
        };
    }

    /// Which of its values a property has; the first one is the default.
    private static int property(String name, String... values) {
        String value = Optional.ofNullable(System.getProperty(PREFIX + name)).orElse(values[0]);
        for (int i = 0; i < values.length; i++) {
            if (values[i].equals(value)) {
                return i;
            }
        }
        throw new IllegalArgumentException("system property " + PREFIX + name + " is \"" + value + "\", and must be "
                + String.join(" or ", values));
    }
}
