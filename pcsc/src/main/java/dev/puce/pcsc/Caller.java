package dev.puce.pcsc;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The program that made a call, as far as it is known.
///
/// @param program     name of the program, for example `opensc-tool`; empty when not known
/// @param pid         process id
/// @param uid         numeric user id
/// @param commandLine program and arguments as started
/// @param container   container or sandbox that the process runs in, where the system tells
/// @param connection  number of the connection to the daemon, from 1 in the order of arrival; 0 where there is none
/// @param thread      thread as the source names it, for example `7F45C8C9B740`
public record Caller(
        String program,
        OptionalInt pid,
        OptionalInt uid,
        List<String> commandLine,
        Optional<String> container,
        int connection,
        Optional<String> thread) {
    /// Nothing is known.
    public static final Caller UNKNOWN =
            new Caller("", OptionalInt.empty(), OptionalInt.empty(), List.of(), Optional.empty(), 0, Optional.empty());

    /// A program as a log names it.
    ///
    /// @param program see [#program]
    /// @param pid     see [#pid]
    /// @param thread  see [#thread]
    public static Caller inLog(String program, OptionalInt pid, Optional<String> thread) {
        return new Caller(program, pid, OptionalInt.empty(), List.of(), Optional.empty(), 0, thread);
    }

    public Caller {
        commandLine = List.copyOf(commandLine);
    }
}
