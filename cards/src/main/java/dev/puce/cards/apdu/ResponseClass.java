package dev.puce.cards.apdu;

import dev.puce.iso7816.ClassByte;

/// Selects the class byte of GET RESPONSE, which differs between cards. The constants are stateless and
/// thread-safe.
@FunctionalInterface
public interface ResponseClass {
    /// Returns the class byte of GET RESPONSE.
    ///
    /// @param commandClass class byte of the command to which the card responded 61XX or 9FXX, 0 to 255
    /// @return 0 to 255
    int after(int commandClass);

    /// The interindustry class on the channel of the command: 00 after 00, 80 and 84, 01 after 81, 40 after C0. As
    /// ISO/IEC 7816-4 and EMV require; without secure messaging and chaining. Classes without a channel number
    /// (GSM's A0, DESFire's 90) stay unchanged.
    ResponseClass INTERINDUSTRY = commandClass -> {
        var cla = new ClassByte(commandClass);
        return cla.hasChannel() ? new ClassByte(0).onChannel(cla.channel()).value() : commandClass;
    };

    /// The class of the command, as in the JDK's javax.smartcardio provider.
    ResponseClass COMMAND = commandClass -> commandClass;

    /// Always selects the same class.
    ///
    /// @param value 0 to 255
    static ResponseClass fixed(int value) {
        var cla = new ClassByte(value);
        return _ -> cla.value();
    }
}
