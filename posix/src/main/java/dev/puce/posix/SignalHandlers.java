package dev.puce.posix;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// Installs signal handlers through reflection. The compiler warns about `sun.misc.Signal`, the JDK's supported
/// class for this, and the warning cannot be suppressed.
final class SignalHandlers {
    private SignalHandlers() {}

    /// Runs an action on its own thread when a signal arrives.
    ///
    /// @param name name of the signal without `SIG`
    /// @return whether the signal was ignored before
    static boolean handle(String name, Runnable action) {
        try {
            var handlerClass = Class.forName("sun.misc.SignalHandler");
            var handler = Proxy.newProxyInstance(
                    handlerClass.getClassLoader(), new Class<?>[] {handlerClass}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.invoke(action, arguments); // equals, hashCode, toString
                    });
            return install(name, handler);
        } catch (ReflectiveOperationException missing) {
            throw missing(missing);
        }
    }

    /// Ignores a signal. Programs that this process starts ignore it too.
    static void ignore(String name) {
        try {
            var _ = install(
                    name,
                    Class.forName("sun.misc.SignalHandler").getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException missing) {
            throw missing(missing);
        }
    }

    /// @return whether the signal was ignored before
    private static boolean install(String name, Object handler) throws ReflectiveOperationException {
        var signalClass = Class.forName("sun.misc.Signal");
        var handlerClass = Class.forName("sun.misc.SignalHandler");
        var signal = signalClass.getConstructor(String.class).newInstance(name);
        try {
            Object before =
                    signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
            return handlerClass.getField("SIG_IGN").get(null).equals(before);
        } catch (InvocationTargetException refused) {
            throw new IllegalStateException("the JVM reserves SIG" + name, refused);
        }
    }

    private static IllegalStateException missing(ReflectiveOperationException e) {
        return new IllegalStateException("this JDK has no sun.misc.Signal", e);
    }
}
