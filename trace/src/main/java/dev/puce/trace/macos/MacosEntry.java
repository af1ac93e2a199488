package dev.puce.trace.macos;

import dev.puce.pcsc.Caller;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// An entry of the unified log.
///
/// @param nanos      nanoseconds since 1970 if the log states date and zone, otherwise since some moment
/// @param isAbsolute whether the log states date and zone
/// @param process    name of the process
/// @param pid        its id, if the style has it
/// @param uid        its user, if the style has it
/// @param thread     its thread as the log writes it; empty if the style lacks it
/// @param activity   id of the activity, which may span processes; 0 if none
/// @param category   category within the subsystem; empty if the style lacks it
/// @param message    the message, which may have several lines
record MacosEntry(
        long nanos,
        boolean isAbsolute,
        String process,
        OptionalInt pid,
        OptionalInt uid,
        String thread,
        long activity,
        String category,
        String message) {
    /// Name and number of the process.
    String processKey() {
        return process + "[" + (pid.isPresent() ? pid.getAsInt() : "") + "]";
    }

    Caller caller() {
        return new Caller(process, pid, uid, List.of(), Optional.empty(), 0, Optional.empty());
    }

    MacosEntry with(String newMessage) {
        return new MacosEntry(nanos, isAbsolute, process, pid, uid, thread, activity, category, newMessage);
    }

    MacosEntry at(long newNanos) {
        return new MacosEntry(newNanos, isAbsolute, process, pid, uid, thread, activity, category, message);
    }
}
