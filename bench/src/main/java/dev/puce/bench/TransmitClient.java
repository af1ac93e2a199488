package dev.puce.bench;

import com.sun.management.ThreadMXBean;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.smartcardio.PuceProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.TerminalFactory;

/// The Java programs that `bench/transmit/run.sh` compares. Each line of standard input says how often to send the
/// command. The answer is a line with the median and the mean round trip in nanoseconds, and the bytes allocated per
/// command, as from the C and Python programs.
///
/// Argument: `native`, `socket`, puce's provider as `provider-native` or `provider-socket`, `jdk` or
/// `jnasmartcardio`; the providers with `-apdu` at the end for `CommandAPDU` in place of buffers.
public final class TransmitClient {
    private static final byte[] COMMAND = Bytes.hex("00 B0 00 00 10").toArray();
    private static final int ANSWER = 18;
    private static final String OBJECTS = "-apdu";

    private interface Exchange {
        int once() throws CardException;
    }

    private TransmitClient() {}

    /// Measures.
    public static void main(String[] arguments) throws Exception {
        String who = arguments[0];
        boolean objects = who.endsWith(OBJECTS);
        String answerer = objects ? who.substring(0, who.length() - OBJECTS.length()) : who;
        Exchange exchange = switch (answerer) {
            case "native", "socket" -> ours(who);
            case "provider-native", "provider-socket" -> {
                String backend = answerer.substring("provider-".length());
                yield smartcardio(TerminalFactory.getInstance("PC/SC", backend, new PuceProvider()), objects);
            }
            case "jdk" -> smartcardio(TerminalFactory.getDefault(), objects);
            case "jnasmartcardio" ->
                smartcardio(TerminalFactory.getInstance("PC/SC", null, new jnasmartcardio.Smartcardio()), objects);
            default -> throw new IllegalArgumentException(who);
        };
        var turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = turns.readLine(); line != null; line = turns.readLine()) {
            turn(exchange, new long[Integer.parseInt(line)]);
        }
        System.exit(0); // providers have threads
    }

    private static void turn(Exchange exchange, long[] nanos) throws CardException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            int length = exchange.once();
            nanos[i] = System.nanoTime() - start;
            if (length != ANSWER) {
                throw new IllegalStateException("an answer of " + length + " bytes");
            }
        }
        long mean = (System.nanoTime() - begin) / nanos.length;
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        Arrays.sort(nanos);
        System.out.println(nanos[nanos.length / 2] + " " + mean + " " + allocated / nanos.length);
    }

    private static Exchange ours(String backend) {
        Pcsc pcsc = Pcsc.open(backend);
        long context = pcsc.establishContext(Scope.SYSTEM);
        long card = pcsc.connect(context, pcsc.listReaders(context).getFirst(), ShareMode.SHARED, Protocols.ANY)
                .card();
        var response = new byte[Pcsc.MAX_BUFFER];
        return () -> pcsc.transmit(card, Protocol.T1, COMMAND, response);
    }

    private static Exchange smartcardio(TerminalFactory factory, boolean objects) throws CardException {
        CardChannel channel = factory.terminals().list().getFirst().connect("*").getBasicChannel();
        if (objects) {
            var command = new CommandAPDU(COMMAND);
            return () -> channel.transmit(command).getNr() + 2;
        }
        var command = ByteBuffer.wrap(COMMAND);
        var response = ByteBuffer.allocate(8192);
        return () -> channel.transmit(command.rewind(), response.clear());
    }
}
