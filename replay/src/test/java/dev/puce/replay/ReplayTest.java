package dev.puce.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReturnCode;
import dev.puce.replay.RecordedExchange.Answer;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.VirtualCard.CardUnresponsiveException;
import dev.puce.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReplayTest {
    private static final Bytes READ = Bytes.hex("00B0000001");

    private static RecordedExchange exchange(long number, Answer answer) {
        return new RecordedExchange(number, READ, Optional.empty(), answer, Duration.ZERO);
    }

    @Test
    @Timeout(20)
    void a_card_that_was_pulled_is_pulled_again_and_comes_back_if_more_was_recorded() throws Exception {
        var recorded = new RecordedCard(
                "R 00 00",
                Optional.empty(),
                Optional.of(Protocol.T1),
                List.of(
                        exchange(1, new Answer.Failure(ReturnCode.REMOVED_CARD)),
                        exchange(2, new Answer.Response(Bytes.hex("9000"))),
                        exchange(3, new Answer.Failure(ReturnCode.REMOVED_CARD))));
        try (var service = PcscService.start()) {
            var card = Replay.start(service, List.of(recorded), ReplayOptions.USUAL, _ -> {})
                    .cards()
                    .getFirst();
            var reader = service.readers().getFirst();
            assertThat(reader.hasCard()).isTrue();

            fail(card);
            awaitCard(reader, false);
            awaitCard(reader, true);

            assertThat(card.transmit(READ)).isEqualTo(Bytes.hex("9000"));
            fail(card);
            awaitCard(reader, false);
        }
    }

    private static void fail(ReplayCard card) {
        assertThatThrownBy(() -> card.transmit(READ)).isInstanceOf(CardUnresponsiveException.class);
    }

    private static void awaitCard(VirtualReader reader, boolean expected) {
        Await.until("the reader has a card: " + expected, () -> reader.hasCard() == expected);
    }
}
