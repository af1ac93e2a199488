package dev.puce.system;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A random sequence of calls by several programs on one reader. It does not depend on the answers.
///
/// @param steps the events, in order
record CallScript(List<Step> steps) {
    static final int CLIENTS = 3;
    static final int HANDLES = 2;

    private static final int[] MODES = {2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 3, 3, 9};
    private static final int[] PROTOCOLS = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 2, 2, 4, 0x1000, 8, 0, 7};
    private static final int[] DISPOSITIONS = {0, 0, 0, 1, 1, 2, 3, 7};
    private static final int[] SEND_PROTOCOLS = {2, 2, 2, 1, 1, 4, 0x1000};

    /// An event. Its client and a number from 0 name a handle. A step without an open handle has no effect.
    sealed interface Step {
        record Connect(int client, int handle, int mode, int protocols) implements Step {}

        record Reconnect(int client, int handle, int mode, int protocols, int initialization) implements Step {}

        record Disconnect(int client, int handle, int disposition) implements Step {}

        record Begin(int client, int handle) implements Step {}

        record End(int client, int handle, int disposition) implements Step {}

        record Status(int client, int handle) implements Step {}

        record Transmit(int client, int handle, int protocol, int recvLength, Bytes command) implements Step {}

        record Control(int client, int handle) implements Step {}

        record GetAttrib(int client, int handle) implements Step {}

        record Release(int client) implements Step {}

        /// The program ends without releasing anything, and another one replaces it.
        record Die(int client) implements Step {}

        record PullCard() implements Step {}

        record InsertCard() implements Step {}
    }

    CallScript {
        steps = List.copyOf(steps);
    }

    static CallScript random(RandomGenerator random, int length) {
        var steps = new ArrayList<Step>(List.of(new Step.InsertCard()));
        while (steps.size() < length) {
            int client = random.nextInt(CLIENTS);
            int handle = random.nextInt(HANDLES);
            steps.add(
                    switch (random.nextInt(80)) {
                        case 0, 1, 2, 3, 4, 5, 6, 7 ->
                            new Step.Connect(client, handle, any(random, MODES), any(random, PROTOCOLS));
                        case 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 ->
                            new Step.Reconnect(
                                    client,
                                    handle,
                                    any(random, MODES),
                                    any(random, PROTOCOLS),
                                    any(random, DISPOSITIONS));
                        case 18, 19, 20, 21, 22 -> new Step.Disconnect(client, handle, any(random, DISPOSITIONS));
                        case 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33 -> new Step.Begin(client, handle);
                        case 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44 ->
                            new Step.End(client, handle, any(random, DISPOSITIONS));
                        case 45, 46, 47, 48, 49 -> new Step.Status(client, handle);
                        case 50, 51, 52 -> new Step.Control(client, handle);
                        case 53, 54, 55 -> new Step.GetAttrib(client, handle);
                        case 56, 57, 58 -> rare(random, client, handle);
                        case 59, 60, 61, 62 -> new Step.InsertCard();
                        default -> transmit(random, client, handle);
                    });
        }
        return new CallScript(steps);
    }

    /// Steps that would disable the other steps if they were frequent.
    private static Step rare(RandomGenerator random, int client, int handle) {
        return switch (random.nextInt(12)) {
            case 0 -> new Step.Release(client);
            case 1 -> new Step.Die(client);
            case 2 -> new Step.PullCard();
            default -> new Step.Status(client, handle);
        };
    }

    private static Step transmit(RandomGenerator random, int client, int handle) {
        var data = new byte[random.nextInt(1, 20)];
        random.nextBytes(data);
        Bytes command = Bytes.of(0x00, 0x01, 0x00, 0x00, data.length).plus(Bytes.of(data));
        int recvLength = random.nextInt(8) == 0 ? 2 : 258;
        return new Step.Transmit(client, handle, any(random, SEND_PROTOCOLS), recvLength, command);
    }

    private static int any(RandomGenerator random, int[] values) {
        return values[random.nextInt(values.length)];
    }
}
