package dev.puce.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.Exchange;
import dev.puce.decode.SessionKeys;
import dev.puce.decode.value.Node;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import dev.puce.trace.redaction.RedactingSink;
import dev.puce.trace.redaction.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Redaction comes between the trace and the view, as in `puce show`.
final class MessagingKeysTest {
    private static final SessionKeys ZONE = new SessionKeys.Mrz("L898902C<", "690806", "940623");
    private static final SessionKeys DOMAIN =
            new SessionKeys.GlobalPlatform(Bytes.hex("404142434445464748494A4B4C4D4E4F"));

    private static List<Exchange> explain(SessionKeys key, Redaction redaction, String... exchanges) throws Exception {
        var keys = new MessagingKeys(List.of(key), redaction);
        var cards = new TracedCards(keys);
        var seen = new ArrayList<Exchange>();
        var view = new CallSink() {
            @Override
            public void accept(TracedCall call) {
                seen.add(cards.observe(call).exchange().orElseThrow());
            }

            @Override
            public void close() {}
        };
        try (var sink = new RedactingSink(redaction, keys::watch, view)) {
            for (int i = 0; i < exchanges.length; i += 2) {
                sink.accept(Calls.transmit(i + 1, exchanges[i], exchanges[i + 1]));
            }
        }
        return seen;
    }

    private static String tree(Exchange exchange) {
        return exchange.tree().stream().map(Node::describe).collect(Collectors.joining());
    }

    /// The worked example of ICAO Doc 9303-11, appendices D.3 and D.4.
    @Test
    void zone_decrypts_a_passport_although_redaction_hides_the_authentication() throws Exception {
        var seen = explain(
                ZONE,
                Redaction.FULL,
                "00A4040C07A0000002471001",
                "9000",
                "008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728",
                "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000",
                "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800",
                "990290008E08FA855A5D4C50A8ED9000",
                "0CB000000D9701048E08ED6705417E96BA5500",
                "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
                "0CB000040D9701128E082EA28A70F3C7B53500",
                "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000");
        assertThat(seen.get(1).isCommandHidden()).isTrue();
        assertThat(tree(seen.get(1))).doesNotContain("72C29C23").doesNotContain("46B9342A");
        assertThat(seen.get(2).line().words()).isEqualTo("SELECT EF.COM, no answer data, decrypted");
        assertThat(tree(seen.get(3))).contains("60 common data");
        assertThat(tree(seen.get(4))).contains("the whole file, 22 bytes").contains("data groups: 61 DG1, 75 DG2");
    }

    /// STORE DATA with the data grouping 8F01, a key. Cryptograms from OpenSSL.
    @Test
    void decrypted_keys_are_hidden_like_plain_ones() throws Exception {
        String[] session = {
            "805020000840A62C37FA6304F800",
            "00000000000000000000700200016B4524ABEE7CF32EA3838BC148F39000",
            "8482030010BA6961667737C5BCEBECE14C7D6A4376",
            "9000",
            STORE_KEY,
            "9000"
        };
        var hidden = explain(DOMAIN, Redaction.FULL, session).get(2);
        assertThat(hidden.isCommandHidden()).isTrue();
        assertThat(tree(hidden)).doesNotContain("A1A2A3A400A6A7A8").contains("[hidden]");
        var shown = explain(DOMAIN, Redaction.OFF, session).get(2);
        assertThat(shown.plainCommand().orElseThrow().toHex()).contains("8F0108A1A2A3A400A6A7A8");
    }

    private static final String STORE_KEY = "84E280001829274D9E4866EC899756DDB8D9C989DB1122334455667788";
}
