package dev.puce.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// Sets a signal back to its default action.
final class DefaultAction {
    // sighandler_t signal(int signum, sighandler_t handler)
    private static final MethodHandle SIGNAL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("signal"),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG));

    private static final long SIG_DFL = 0;

    private DefaultAction() {}

    static void restore(int number) {
        try {
            var _ = (long) SIGNAL.invokeExact(number, SIG_DFL);
        } catch (Throwable impossible) {
            throw LibC.impossible(impossible);
        }
    }
}
