package dev.puce.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// The signals with which people and systems end a program.
public enum Signal {
    /// The terminal has gone.
    HUP(1),
    /// Ctrl-C.
    INT(2),
    /// Somebody asks the program to end.
    TERM(15);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /// Sends the signal to a process.
    ///
    /// @return false if that was not possible, mostly because the process has ended
    public boolean sendTo(long pid) {
        return LibC.kill(Math.toIntExact(pid), number) == 0;
    }

    /// Does something of our own in place of ending when the signal comes, on a thread of its own.
    ///
    /// The JDK's class for this, `sun.misc.Signal`, is supported but part of no standard, and the compiler
    /// cannot be told that we know; hence the reflection.
    public void handle(Runnable action) {
        try {
            var signalClass = Class.forName("sun.misc.Signal");
            var handlerClass = Class.forName("sun.misc.SignalHandler");
            var handler = Proxy.newProxyInstance(
                    handlerClass.getClassLoader(), new Class<?>[] {handlerClass}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.invoke(action, arguments); // equals, hashCode, toString
                    });
            var signal = signalClass.getConstructor(String.class).newInstance(name());
            var handle = signalClass.getMethod("handle", signalClass, handlerClass);
            Object before = handle.invoke(null, signal, handler);
            if (this == INT && before == handlerClass.getField("SIG_IGN").get(null)) {
                // The JVM leaves a signal ignored that was ignored at its start. A shell starts background jobs so.
                DefaultAction.restore(number);
                handle.invoke(null, signal, handler);
            }
        } catch (InvocationTargetException refused) {
            throw new IllegalStateException("the JVM keeps SIG" + name() + " to itself", refused);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this JDK has no sun.misc.Signal", missing);
        }
    }

    /// Sets a signal back to its default action.
    private static final class DefaultAction {
        // sighandler_t signal(int signum, sighandler_t handler)
        private static final MethodHandle SIGNAL = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("signal"),
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG));

        private static final long SIG_DFL = 0;

        static void restore(int number) {
            try {
                var _ = (long) SIGNAL.invokeExact(number, SIG_DFL);
            } catch (Throwable impossible) {
                throw LibC.impossible(impossible);
            }
        }
    }
}
