package dev.puce.system.views;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes raw logs of libpcscspy with every function, NULL pointers, unknown values, failing calls and several
/// threads.
///
/// It makes only logs that libpcscspy could have written and that do not crash pcsc-spy.
final class LogGenerator {
    private static final int[] CODES = {
        0, 0, 0, 0, 0, 0x80100003, 0x80100008, 0x8010000A, 0x8010001F, 0x8010002B, 0x80100069
    };
    private static final String[] FUNCTIONS = {
        "SCardEstablishContext",
        "SCardReleaseContext",
        "SCardIsValidContext",
        "SCardConnect",
        "SCardReconnect",
        "SCardDisconnect",
        "SCardBeginTransaction",
        "SCardEndTransaction",
        "SCardStatus",
        "SCardGetStatusChange",
        "SCardControl",
        "SCardControl",
        "SCardTransmit",
        "SCardTransmit",
        "SCardListReaderGroups",
        "SCardListReaders",
        "SCardFreeMemory",
        "SCardCancel",
        "SCardGetAttrib",
        "SCardSetAttrib"
    };
    private static final String[] READERS = {
        "Virtual PCD 00 00", "Gemalto PC Twin (\"x\") 01 00", "Réader 00 00", "\\\\?PnP?\\Notification", "x"
    };
    private static final int[] CONTROL_CODES = {0x42000D48, 0x42000001, 0x42330012, 0x4233000A, 0x42330013, 12345};
    private static final int[] FEATURES = {0x05, 0x06, 0x0A, 0x12, 0x13, 0x20};
    private static final int[] ATTRIBUTES = {0x00010100, 0x00090303, 0x7FFF0003, 0x7FFF0001, 0x12345};

    private final RandomGenerator random;
    private final boolean older;
    private long micros = 1_700_000_000_123_456L;

    /// @param older whether the log is of the generation before 2.1
    LogGenerator(RandomGenerator random, boolean older) {
        this.random = random;
        this.older = older;
    }

    /// Makes a log.
    ///
    /// @param calls      number of calls
    /// @param threads    number of threads that make them
    /// @param interleave whether lines of the threads mix within calls
    String log(int calls, int threads, boolean interleave) {
        var log = new StringBuilder();
        var running = new ArrayList<Iterator<String>>();
        for (int i = 0; i < threads; i++) {
            running.add(List.<String>of().iterator());
        }
        int begun = 0;
        while (begun < calls || running.stream().anyMatch(Iterator::hasNext)) {
            int thread = random.nextInt(threads);
            var lines = running.get(thread);
            if (!lines.hasNext() && begun < calls) {
                lines = new Call().iterator();
                running.set(thread, lines);
                begun++;
            }
            int together = interleave ? random.nextInt(1, 8) : Integer.MAX_VALUE;
            for (int i = 0; i < together && lines.hasNext(); i++) {
                log.append("7F45C8C9B7%02X@".formatted(thread * 16))
                        .append(lines.next())
                        .append('\n');
            }
        }
        return log.toString();
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private int any(int[] values) {
        return values[random.nextInt(values.length)];
    }

    private String reader() {
        return READERS[random.nextInt(READERS.length)];
    }

    private static String number(long value) {
        return "0x%08X".formatted(value);
    }

    private static String word(int value) {
        return number(Integer.toUnsignedLong(value));
    }

    /// Lines of a call. Times are taken as the lines are, so that they rise through the log.
    private final class Call implements Iterable<String> {
        private final String function = FUNCTIONS[random.nextInt(FUNCTIONS.length)];
        private final int code = any(CODES);
        private final List<String> lines = new ArrayList<>();

        Call() {
            values();
        }

        @Override
        public Iterator<String> iterator() {
            return new Iterator<>() {
                private int next = -1;

                @Override
                public boolean hasNext() {
                    return next <= lines.size();
                }

                @Override
                public String next() {
                    int line = next++;
                    if (line < 0) {
                        return ">|" + time() + "|" + function;
                    }
                    if (line < lines.size()) {
                        return lines.get(line);
                    }
                    String message = older ? (code == 0 ? "Command successful." : "Some error.") + "|" : "";
                    return "<|" + time() + "|" + function + "|" + message + word(code);
                }
            };
        }

        private String time() {
            micros += random.nextInt(200_000);
            return micros / 1_000_000 + "|" + micros % 1_000_000;
        }

        private void add(String... values) {
            lines.addAll(List.of(values));
        }

        private void addBytes(byte[] bytes) {
            var hex = new StringBuilder();
            for (byte b : bytes) {
                hex.append("%02X ".formatted(b));
            }
            add(number(bytes.length), hex.toString());
        }

        private byte[] bytes(int limit) {
            var bytes = new byte[any(new int[] {0, 2, 5, 16, 17, 32, random.nextInt(limit)})];
            random.nextBytes(bytes);
            return bytes;
        }

        /// A command that holds no secret, so that redaction leaves it.
        private byte[] command() {
            var bytes = bytes(300);
            if (bytes.length > 1) {
                bytes[1] = (byte) 0xB0;
            }
            return bytes;
        }

        private void handle() {
            add(number(random.nextInt(1, Integer.MAX_VALUE)));
        }

        private void values() {
            switch (function) {
                case "SCardEstablishContext" -> {
                    add(number(random.nextInt(3)));
                    handle();
                }
                case "SCardConnect" -> {
                    handle();
                    add(reader(), number(random.nextInt(5)), number(random.nextInt(16)));
                    add(number(random.nextLong()), any(List.of(number(7), "NULL")));
                    handle();
                    add(number(random.nextInt(10)));
                }
                case "SCardReconnect" -> {
                    handle();
                    for (int limit : new int[] {5, 16, 5, 6}) {
                        add(number(random.nextInt(limit)));
                    }
                }
                case "SCardDisconnect", "SCardEndTransaction" -> {
                    handle();
                    add(number(random.nextInt(5)));
                }
                case "SCardStatus" -> status();
                case "SCardGetStatusChange" -> statusChange();
                case "SCardControl" -> control();
                case "SCardTransmit" -> transmit();
                case "SCardListReaderGroups" -> {
                    handle();
                    add(any(List.of("NULL", number(100))));
                    if (code == 0) {
                        add(number(22), "SCard$DefaultReaders", "");
                    } else {
                        add(number(0), "NULL");
                    }
                }
                case "SCardListReaders" -> listReaders();
                case "SCardFreeMemory" -> {
                    handle();
                    add(any(List.of("0x55a1b2c3d4e0", "(nil)")));
                }
                case "SCardGetAttrib" -> {
                    handle();
                    add(word(any(ATTRIBUTES)));
                    if (random.nextBoolean()) {
                        addBytes(bytes(60));
                    } else {
                        add(number(264), "NULL");
                    }
                }
                case "SCardSetAttrib" -> {
                    handle();
                    add(word(any(ATTRIBUTES)));
                    addBytes(bytes(60));
                }
                default -> handle();
            }
        }

        private void status() {
            String name = reader();
            handle();
            add(any(List.of("NULL", number(128), number(-1))), any(List.of(number(33), number(0))));
            add(number(name.getBytes(StandardCharsets.UTF_8).length + 1L), name);
            add(number(random.nextInt(1 << 20)), number(random.nextInt(4)));
            switch (random.nextInt(3)) {
                case 0 -> add("NULL");
                case 1 -> add(number(4), "NULL");
                default -> addBytes(bytes(33));
            }
        }

        private void statusChange() {
            int readers = random.nextInt(4);
            handle();
            add(any(List.of(number(0xFFFFFFFFL), number(1000))), number(readers));
            for (int i = 0; i < 2 * readers; i++) {
                add(reader(), number(random.nextInt(1 << 24)), number(random.nextInt(1 << 24)));
                if (random.nextInt(4) == 0) {
                    add(number(50), "NULL");
                } else {
                    addBytes(bytes(33));
                }
            }
        }

        private void transmit() {
            handle();
            add(number(2), number(16));
            addBytes(command());
            long pci = random.nextInt(4) == 0 ? -1 : 2;
            add(number(pci), number(pci));
            if (code == 0 || older) {
                addBytes(bytes(300));
            } else {
                add(number(258), "NULL");
            }
        }

        private void control() {
            int controlCode = any(CONTROL_CODES);
            handle();
            add(word(controlCode));
            addBytes(controlCode == 12345 ? bytes(60) : new byte[0]);
            if (code != 0) {
                add(number(8), "NULL");
                return;
            }
            addBytes(
                    switch (controlCode) {
                        case 0x42000D48 -> features();
                        case 0x42330012 -> properties();
                        case 0x4233000A -> new byte[] {1, 2, 3, 4};
                        default -> bytes(60);
                    });
        }

        private byte[] features() {
            var bytes = new byte[6 * random.nextInt(1, FEATURES.length + 1)];
            for (int i = 0; i < bytes.length; i += 6) {
                int tag = FEATURES[i / 6];
                byte[] entry = {(byte) tag, 4, 0x42, 0x33, 0x00, (byte) tag};
                System.arraycopy(entry, 0, bytes, i, 6);
            }
            return bytes;
        }

        private byte[] properties() {
            var bytes = new byte[3 * 14];
            for (int i = 0; i < 14; i++) {
                bytes[3 * i] = (byte) (i + 1);
                bytes[3 * i + 1] = 1;
                bytes[3 * i + 2] = (byte) random.nextInt(256);
            }
            return bytes;
        }

        private void listReaders() {
            handle();
            add(any(List.of("(null)", "SCard$AllReaders")));
            switch (random.nextInt(3)) {
                case 0 -> add(number(30), "NULL");
                case 1 -> add(number(0), "NULL");
                default -> add(number(37), "Virtual PCD 00 00", "Virtual PCD 00 01", "");
            }
        }
    }
}
