package dev.puce.trace.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.testkit.Calls;
import dev.puce.testkit.CanaryExchange;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sends a command with a canary for each row of `secrets.tsv`.
final class SecretTableTest {
    private static final Bytes CANARY = Bytes.hex("C1A2B3C4D5E6F7A8B9CADBECFDAEBFC0");

    static List<CanaryExchange> exchanges() throws IOException {
        return CanaryExchange.rows(SecretTable.class.getResourceAsStream("secrets.tsv")).stream()
                .map(row -> CanaryExchange.of(row, CANARY))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void every_row_hides_its_canary(CanaryExchange exchange) {
        var redactor = new Redactor(Redaction.FULL);
        exchange.before().forEach(command -> send(redactor, command, Bytes.hex("9000")));
        String shown = send(redactor, exchange.command(), exchange.response());
        assertThat(shown)
                .doesNotContain(exchange.canary().toHex())
                .contains(exchange.command().slice(0, 4).toHex());
    }

    private static String send(Redactor redactor, Bytes command, Bytes response) {
        return redactor.redact(Calls.transmit(1, command.toHex(), response.toHex()))
                .toString()
                .replace(" ", "");
    }
}
