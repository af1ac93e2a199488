package dev.puce.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// Which of the standard streams are a terminal. `System.console()` tells only whether standard input and output both
/// are, and so nothing of `puce show - <trace` on a terminal.
public enum Terminal {
    STANDARD_INPUT(0),
    STANDARD_OUTPUT(1),
    STANDARD_ERROR(2);

    /// int isatty(int fd). Not in [LibC], whose functions would all be looked up for it.
    private static final MethodHandle ISATTY = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("isatty"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int descriptor;

    Terminal(int descriptor) {
        this.descriptor = descriptor;
    }

    /// Whether somebody sits there.
    public boolean isThere() {
        try {
            return (int) ISATTY.invokeExact(descriptor) == 1;
        } catch (Throwable impossible) {
            throw LibC.impossible(impossible);
        }
    }
}
