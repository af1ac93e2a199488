package dev.puce.fuzz;

import dev.puce.decode.Application;
import dev.puce.decode.CardSession;
import dev.puce.decode.Exchange;
import dev.puce.decode.value.Node;
import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.stream.Stream;

/// Any commands and responses in any application: the decoder explains them without exceptions, with positions inside
/// the bytes, and within a small multiple of memory. The first byte chooses the application; each message has two bytes
/// of length in front.
public final class DecodeFuzzer {
    /// Applications with dictionaries of their own that share their short name with others: the kernels of payment
    /// brands, and Calypso ticketing.
    private static final List<String> BRANDS = List.of(
            "A0000000031010",
            "A0000000041010",
            "A000000025",
            "A000000065",
            "A000000152",
            "A000000277",
            "A000000333",
            "315449432E494341");

    private static final List<Application> APPLICATIONS = Stream.concat(
                    Application.known().stream(),
                    BRANDS.stream().map(aid -> Application.ofAid(Bytes.hex(aid)).orElseThrow()))
            .toList();

    /// Views, nodes, names and texts: more than what a reader of messages allocates.
    private static final int SHARE = 2;

    private DecodeFuzzer() {}

    /// Entry point of Jazzer.
    public static void fuzzerTestOneInput(byte[] input) {
        Allocation.check(SHARE * input.length, () -> explain(input));
    }

    private static void explain(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var session = new CardSession();
        session.assume(APPLICATIONS.get((input[0] & 0xFF) % APPLICATIONS.size()));
        var messages = LengthPrefixed.split(input, 1);
        for (int i = 0; i + 1 < messages.size(); i += 2) {
            session.command(messages.get(i), messages.get(i).length() % 7 == 3);
            check(session.response(messages.get(i + 1), messages.get(i + 1).length() % 11 == 3));
        }
    }

    private static void check(Exchange exchange) {
        int command = exchange.command().length();
        int response = exchange.response().map(Bytes::length).orElse(0);
        if (exchange.line().toString().isEmpty()) {
            throw new AssertionError("an empty line");
        }
        exchange.tree().forEach(tree -> tree.visit(node -> check(node, command, response)));
    }

    private static void check(Node node, int command, int response) {
        int end = switch (node.side()) {
            case COMMAND -> command;
            case RESPONSE -> response;
            case DERIVED -> Integer.MAX_VALUE;
        };
        if (node.from() < 0 || node.to() < node.from() || node.to() > end) {
            throw new AssertionError(node + " lies outside its " + end + " bytes");
        }
    }
}
