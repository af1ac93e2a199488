package dev.puce.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.special.Dictionaries;
import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Any bytes, in any order and cut anywhere, are explained without exceptions. `DecodeFuzzer` in module fuzz
/// bounds the memory.
class RobustnessTest {
    private static final long SEED = 7816;

    private final Random random = new Random(SEED);
    private final List<Application> applications = ApplicationIds.all();

    @Test
    void explains_arbitrary_bytes() {
        for (int round = 0; round < 5_000; round++) {
            var session = new CardSession();
            session.assume(applications.get(random.nextInt(applications.size())));
            for (int i = 0; i < 4; i++) {
                explain(session, command(), answer());
            }
        }
    }

    @Test
    void explains_known_commands_with_arbitrary_data() {
        for (var application : applications) {
            for (String family : application.families()) {
                for (var row : Dictionaries.family(family).instructions()) {
                    var session = new CardSession();
                    session.assume(application);
                    int cla = switch (row.classes()) {
                        case "0", "*" -> random.nextInt(8) == 0 ? 0x0C : 0x00;
                        case "8" -> random.nextInt(4) == 0 ? 0x84 : 0x80;
                        default -> Integer.parseInt(row.classes(), 16);
                    };
                    int p12 = (int) (row.p12().bits()
                            | (random.nextInt(0x10000) & ~row.p12().mask() & 0xFFFF));
                    for (int i = 0; i < 3; i++) {
                        Bytes data = structured(random.nextInt(200));
                        Bytes command = Bytes.of(cla, row.ins(), p12 >> 8, p12, data.length())
                                .plus(data);
                        explain(
                                session,
                                command,
                                structured(random.nextInt(250)).plus(Bytes.of(0x90, 0x00)));
                    }
                }
            }
        }
    }

    @Test
    void explains_exchanges_cut_at_every_byte() {
        for (String[] pair : Samples.PAIRS) {
            Bytes command = Bytes.hex(pair[1]);
            Bytes answer = Bytes.hex(pair[2]);
            for (int cut = 0; cut <= Math.max(command.length(), answer.length()); cut++) {
                var session = new CardSession();
                session.assume(Application.ofId(pair[0]).orElse(Application.UNKNOWN));
                explain(session, command.slice(0, Math.min(cut, command.length())), answer);
                explain(session, command, answer.slice(0, Math.min(cut, answer.length())));
                session.command(command.slice(0, Math.min(cut, command.length())), true);
                check(session.response(answer.slice(0, Math.min(cut, answer.length())), true));
            }
        }
    }

    private void explain(CardSession session, Bytes command, Bytes answer) {
        session.command(command);
        check(session.response(answer));
    }

    private static void check(Exchange exchange) {
        assertThat(exchange.line().toString()).isNotEmpty();
        int command = exchange.command().length();
        int response = exchange.response().orElse(Bytes.EMPTY).length();
        for (var tree : exchange.tree()) {
            tree.visit(node -> {
                int end = switch (node.side()) {
                    case COMMAND -> command;
                    case RESPONSE -> response;
                    case DERIVED -> Integer.MAX_VALUE;
                };
                if (node.from() < 0 || node.to() < node.from() || node.to() > end) {
                    throw new AssertionError(node + " lies at " + node.from() + " to " + node.to() + " of " + end);
                }
            });
        }
        exchange.treeWithSecrets();
    }

    private Bytes command() {
        int length = random.nextInt(5) == 0 ? random.nextInt(6) : 5 + random.nextInt(60);
        var bytes = new byte[length];
        random.nextBytes(bytes);
        if (length > 4) {
            int[] classes = {0x00, 0x80, 0x90, 0xA0, 0xFF, 0x0C, 0x84, 0x10, 0x94, 0xB0};
            bytes[0] = (byte) classes[random.nextInt(classes.length)];
            bytes[4] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : length - 5);
        }
        return Bytes.of(bytes);
    }

    private Bytes answer() {
        return structured(random.nextInt(60)).plus(Bytes.of(0x60 + random.nextInt(0x40), random.nextInt(256)));
    }

    /// Objects with valid lengths for the most part, of tags that occur in practice.
    private Bytes structured(int length) {
        int[] tags = {
            0x6F, 0x70, 0x77, 0x80, 0x81, 0x84, 0x8C, 0x8E, 0x94, 0x61, 0x62, 0x7C, 0x53, 0x5C, 0x4F, 0x50, 0x71, 0x73,
            0xA0, 0xA5, 0xE3, 0xC5, 0x9F, 0x5F, 0x7F, 0x30, 0x06, 0xC0, 0xC1, 0xD0, 0x01, 0x04
        };
        var bytes = new ArrayList<Integer>();
        while (bytes.size() < length) {
            bytes.add(tags[random.nextInt(tags.length)]);
            if (random.nextInt(3) == 0) {
                bytes.add(random.nextInt(256));
            }
            int count = random.nextInt(12);
            bytes.add(random.nextInt(8) == 0 ? random.nextInt(256) : count);
            for (int i = 0; i < count; i++) {
                bytes.add(random.nextInt(4) == 0 ? tags[random.nextInt(tags.length)] : random.nextInt(256));
            }
        }
        return Bytes.of(bytes.stream().mapToInt(Integer::intValue).toArray());
    }
}
