package dev.puce.decode;

import dev.puce.decode.value.Instruction;
import java.util.Optional;

/// Everything that is known of a command before its answer.
///
/// @param application selected application on the command's channel
/// @param confidence  how the application is known
/// @param instruction the instruction; in a continuation, the one of the first command
/// @param channel     logical channel, 0 to 19; 0 for commands to the reader
/// @param protection  secure messaging
/// @param role        role of the physical command in its logical exchange
/// @param chained     whether the command announces further parts of its chain
/// @param file        the file that the command works on, as far as it is known
/// @param secrecy     the data that are secret as a whole, by the dictionary
/// @param first       context of the command that the exchange started with; empty if this is the one
public record CommandContext(
        Application application,
        Confidence confidence,
        Instruction instruction,
        int channel,
        Protection protection,
        Role role,
        boolean chained,
        Optional<FileName> file,
        Secrecy secrecy,
        Optional<CommandContext> first) {
    /// Whether this command continues an earlier one.
    public boolean isContinuation() {
        return role != Role.FIRST;
    }
}
