package dev.puce.cards.apdu;

import dev.puce.iso7816.ClassByte;

/// Which class byte GET RESPONSE has after a command: the one thing about it that cards do not agree on. Those
/// named here have no state; any thread may use them.
@FunctionalInterface
public interface ResponseClass {
    /// The class byte of GET RESPONSE.
    ///
    /// @param commandClass class byte of the command that the card answered with 61XX or 9FXX, 0 to 255
    /// @return 0 to 255
    int after(int commandClass);

    /// The interindustry class on the channel of the command: 00 after 00, 80 and 84, 01 after 81, 40 after C0.
    /// What ISO/IEC 7816-4 and EMV say; without secure messaging and chaining. Classes in which nobody knows a
    /// channel (GSM's A0, DESFire's 90) stay as they are.
    ResponseClass INTERINDUSTRY = commandClass -> {
        var cla = new ClassByte(commandClass);
        return cla.hasChannel() ? new ClassByte(0).onChannel(cla.channel()).value() : commandClass;
    };

    /// The class of the command as it was, which is what the JDK's javax.smartcardio provider does.
    ResponseClass COMMAND = commandClass -> commandClass;

    /// Always the same class.
    ///
    /// @param value 0 to 255
    static ResponseClass fixed(int value) {
        var cla = new ClassByte(value);
        return _ -> cla.value();
    }
}
