package dev.puce.system.smartcardio;

import dev.puce.smartcardio.PcscFailure;
import dev.puce.smartcardio.PuceProvider;
import dev.puce.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.smartcardio.Card;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CardTerminals;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.ResponseAPDU;
import javax.smartcardio.TerminalFactory;

/// A program that plays a scenario of javax.smartcardio and prints the result. Its arguments are provider and
/// scenario.
///
/// When the test has to act, the program prints `ready` and waits for a line.
public final class Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int LONG_WAIT_MILLIS = 20_000;

    private final BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final String name;

    private Probe(String name) {
        this.name = name;
    }

    public static void main(String[] arguments) throws Exception {
        var probe = new Probe(arguments[0]);
        String outcome;
        try {
            outcome = probe.run(Scenario.valueOf(arguments[1]));
        } catch (CardException | RuntimeException e) {
            outcome = "failed: " + e;
        }
        System.out.println(outcome);
        System.out.flush();
        Runtime.getRuntime().halt(0); // waits that cannot be ended must not keep the process
    }

    private String run(Scenario scenario) throws Exception {
        return switch (scenario) {
            case NO_READER -> terminals().list().isEmpty() ? "empty list" : "readers";
            case DAEMON_RESTARTED -> afterRestart();
            case DAEMON_STARTED_LATER -> startedLater();
            case WAIT_AND_TRANSMIT -> transmitWhileWaiting();
            case INTERRUPT -> interrupted();
            case LONG_ANSWER ->
                "answer of " + transmit(new CommandAPDU(0, 0xB0, 0, 0, 65_536)).getBytes().length;
            case GET_RESPONSE_CLASS ->
                "%04X"
                        .formatted(
                                transmit(new CommandAPDU(0x80, 0xA8, 0, 0, 256)).getSW());
            case SWITCHED_OFF_FOR_ONE_CONNECTION -> switchedOff();
            case LONG_FOLLOW_UP ->
                "answer of " + transmit(new CommandAPDU(0, 0xB0, 0, 0, 256)).getBytes().length;
            case ERROR_CODE -> errorCode();
            case CARD_REMOVED -> cardRemoved();
            case RESET_OR_NOT -> resetOrNot();
        };
    }

    private TerminalFactory factory() throws Exception {
        return TerminalFactory.getInstance("PC/SC", null, provider());
    }

    private Provider provider() throws ReflectiveOperationException {
        return switch (name) {
            case "JDK" -> Security.getProvider("SunPCSC");
            case "jnasmartcardio" ->
                Class.forName("jnasmartcardio.Smartcardio")
                        .asSubclass(Provider.class)
                        .getConstructor()
                        .newInstance();
            default -> new PuceProvider();
        };
    }

    private CardTerminals terminals() throws Exception {
        return factory().terminals();
    }

    private CardTerminal terminal() throws Exception {
        return terminals().list().getFirst();
    }

    private ResponseAPDU transmit(CommandAPDU command) throws Exception {
        return terminal().connect("*").getBasicChannel().transmit(command);
    }

    private void letTheTestAct() throws IOException {
        System.out.println("ready");
        System.out.flush();
        orders.readLine();
    }

    private String afterRestart() throws Exception {
        terminals().list();
        letTheTestAct();
        return terminals().list().size() + " readers";
    }

    private String startedLater() throws Exception {
        // Most programs use the default, which the JDK determines once.
        if (!name.equals("JDK")) {
            Security.insertProviderAt(provider(), 1);
        }
        try {
            TerminalFactory.getDefault().terminals().list();
        } catch (CardException | RuntimeException _) {
            // there is no daemon yet
        }
        letTheTestAct();
        return TerminalFactory.getDefault().terminals().list().size() + " readers";
    }

    private String transmitWhileWaiting() throws Exception {
        CardTerminals terminals = terminals();
        Card card = terminals.list(CardTerminals.State.CARD_PRESENT).getFirst().connect("*");
        CardTerminal empty = terminals.list(CardTerminals.State.CARD_ABSENT).getFirst();
        var waiting = new CountDownLatch(1);
        Thread waiter = Thread.ofPlatform().daemon().start(() -> {
            try {
                waiting.countDown();
                empty.waitForCardPresent(LONG_WAIT_MILLIS);
            } catch (CardException _) {
                // the process ends before
            }
        });
        waiting.await();
        awaitForeignCall(waiter);
        waiter.join(Duration.ofMillis(300)); // let the call get to the service
        Thread user = Thread.ofPlatform().daemon().start(() -> {
            try {
                card.getBasicChannel().transmit(new CommandAPDU(0, 0x84, 0, 0, 8));
            } catch (CardException _) {
                // the result does not matter, only the time
            }
        });
        return user.join(PATIENCE) ? "transmitted during the wait" : "transmit waits for the wait";
    }

    /// Waits until a thread is in a native method of the other providers. On a busy machine, that takes a while.
    private void awaitForeignCall(Thread thread) {
        if (name.equals("JDK") || name.equals("jnasmartcardio")) {
            Await.until("it waits in the library", () -> {
                StackTraceElement[] stack = thread.getStackTrace();
                return stack.length > 0
                        && stack[0].isNativeMethod()
                        && stack[0].getClassName().matches("sun\\.security\\.smartcardio\\..*|com\\.sun\\.jna\\..*");
            });
        }
    }

    private String interrupted() throws Exception {
        CardTerminal empty = terminals().list(CardTerminals.State.CARD_ABSENT).getFirst();
        Thread waiter = Thread.ofPlatform().daemon().start(() -> {
            try {
                empty.waitForCardPresent(LONG_WAIT_MILLIS);
            } catch (CardException _) {
                // how it ends does not matter
            }
        });
        waiter.join(Duration.ofMillis(300));
        waiter.interrupt();
        return waiter.join(PATIENCE) ? "ended by the interrupt" : "interrupt ignored";
    }

    private String switchedOff() throws Exception {
        CardTerminal terminal = terminal();
        var select = new CommandAPDU(0, 0xB0, 0, 0, 256);
        Card card = terminal.connect("*");
        int usual = card.getBasicChannel().transmit(select).getSW();
        card.disconnect(false);
        try {
            int raw =
                    terminal.connect("RAW;*").getBasicChannel().transmit(select).getSW();
            return "%04X and %04X".formatted(usual, raw);
        } catch (IllegalArgumentException _) {
            return "%04X and no way".formatted(usual);
        }
    }

    private String errorCode() throws Exception {
        letTheTestAct(); // the test holds the card exclusively now
        try {
            terminal().connect("*");
            return "connected";
        } catch (CardException e) {
            if (e instanceof PcscFailure failure) {
                return "code " + failure.code();
            }
            boolean hidden = e.getCause() == null
                    || !Modifier.isPublic(e.getCause().getClass().getModifiers());
            return hidden ? "text only" : "code in " + e.getCause().getClass().getSimpleName();
        }
    }

    private String cardRemoved() throws Exception {
        Card card = terminal().connect("*");
        letTheTestAct();
        try {
            card.getBasicChannel().transmit(new CommandAPDU(0, 0x84, 0, 0, 8));
            return "an answer";
        } catch (CardException | IllegalStateException e) {
            return e instanceof CardException
                    ? "CardException, then " + again(card)
                    : e.getClass().getSimpleName();
        }
    }

    private static String again(Card card) {
        try {
            card.getBasicChannel().transmit(new CommandAPDU(0, 0x84, 0, 0, 8));
            return "an answer";
        } catch (CardException _) {
            return "CardException";
        } catch (IllegalStateException _) {
            return "IllegalStateException";
        }
    }

    private String resetOrNot() throws Exception {
        CardTerminal terminal = terminal();
        terminal.connect("*").disconnect(false);
        letTheTestAct();
        terminal.connect("*").disconnect(true);
        letTheTestAct();
        return "done";
    }
}
