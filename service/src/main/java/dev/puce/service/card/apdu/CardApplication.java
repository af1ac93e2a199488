package dev.puce.service.card.apdu;

import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;

/// The software on a card. It sees whole commands: chaining and GET RESPONSE happen before and after it.
public interface CardApplication {
    /// Forgets the selection and every verified secret, as a card does when it loses power.
    void reset();

    /// Carries a command out.
    ///
    /// @throws RefusedException if the card refuses it
    ResponseApdu answer(CommandApdu command) throws RefusedException;

    /// Whether more parts of the same command follow. Without them, each command is passed on as it comes.
    default boolean isChained(CommandApdu command) {
        return command.classByte().isChained();
    }
}
