package dev.puce.posix;

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
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
        } catch (InvocationTargetException refused) {
            throw new IllegalStateException("the JVM keeps SIG" + name() + " to itself", refused);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this JDK has no sun.misc.Signal", missing);
        }
    }
}
