package dev.puce.javacard;

import dev.puce.iso7816.Printable;
import java.util.Arrays;
import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.CardRuntimeException;
import javacard.framework.ISOException;
import javacard.framework.Shareable;
import javacardx.apdu.ExtendedLength;

/// Stands before an applet and reports its exceptions. The simulator alone would answer 6F00 and hide them.
class ReportingApplet extends Applet {
    private static final System.Logger LOG = System.getLogger(ReportingApplet.class.getName());

    private static final int MAX_CAUSES = 10;
    private static final int MAX_FRAMES = 100;

    private final Applet applet;

    private ReportingApplet(Applet applet) {
        this.applet = applet;
    }

    /// Stands before an applet that takes commands with extended lengths.
    private static final class Extended extends ReportingApplet implements ExtendedLength {
        private Extended(Applet applet) {
            super(applet);
        }
    }

    /// @param applet null stays null
    static Applet around(Applet applet) {
        if (applet == null) {
            return null;
        }
        return applet instanceof ExtendedLength ? new Extended(applet) : new ReportingApplet(applet);
    }

    @Override
    public void process(APDU apdu) {
        try {
            applet.process(apdu);
        } catch (ISOException status) {
            throw status; // a status word, not a failure
        } catch (Throwable failure) {
            report(failure);
            throw failure;
        }
    }

    @Override
    public boolean select() {
        try {
            return applet.select();
        } catch (Throwable failure) {
            report(failure);
            throw failure;
        }
    }

    @Override
    public Shareable getShareableInterfaceObject(AID client, byte parameter) {
        return applet.getShareableInterfaceObject(client, parameter);
    }

    private void report(Throwable failure) {
        LOG.log(System.Logger.Level.WARNING, "applet " + applet.getClass().getName() + " failed: " + describe(failure));
        LOG.log(System.Logger.Level.DEBUG, () -> stackTrace(failure));
    }

    /// Class, message or reason, and the line: `java.lang.NullPointerException (at Foo.process, Foo.java:12)`.
    static String describe(Throwable failure) {
        var text = new StringBuilder(failure.getClass().getName());
        if (failure instanceof CardRuntimeException card) {
            text.append(" with reason ").append(card.getReason());
        } else if (failure.getMessage() != null) {
            text.append(": ").append(Printable.of(failure.getMessage()));
        }
        for (StackTraceElement at : failure.getStackTrace()) {
            boolean ofSimulator = at.getClassName().startsWith("javacard.")
                    || at.getClassName().startsWith("com.licel.")
                    || at.getClassName().startsWith("java.");
            if (!ofSimulator) {
                text.append(" (at %s.%s, %s:%d)"
                        .formatted(at.getClassName(), at.getMethodName(), at.getFileName(), at.getLineNumber()));
                break;
            }
        }
        return text.toString();
    }

    /// The calls within the applet, one in a line, and those of the causes.
    static String stackTrace(Throwable failure) {
        var text =
                new StringBuilder("stack trace of ").append(failure.getClass().getName());
        frames(failure, text);
        Throwable cause = failure.getCause();
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            text.append("\n    caused by ").append(describe(cause));
            frames(cause, text);
            cause = cause.getCause();
        }
        return text.toString();
    }

    private static void frames(Throwable failure, StringBuilder text) {
        Arrays.stream(failure.getStackTrace())
                .takeWhile(at -> !at.getClassName().equals(ReportingApplet.class.getName()))
                .limit(MAX_FRAMES)
                .forEach(at -> text.append("\n    at ").append(Printable.of(at.toString())));
    }
}
