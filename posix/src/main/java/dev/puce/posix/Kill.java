package dev.puce.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// Sends signals to processes. Not in [LibC], because that class looks up functions that macOS lacks.
final class Kill {
    // int kill(pid_t pid, int signal)
    private static final MethodHandle KILL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private Kill() {}

    /// Sends a signal.
    ///
    /// @return whether that worked
    static boolean send(int pid, int signal) {
        try {
            return (int) KILL.invokeExact(pid, signal) == 0;
        } catch (Throwable impossible) {
            throw LibC.impossible(impossible);
        }
    }
}
