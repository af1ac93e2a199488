package dev.puce.it.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cards.Readers;
import dev.puce.cards.event.EventQueue;
import dev.puce.cards.event.ReaderEvent;
import dev.puce.cards.event.ReaderEvent.CardInserted;
import dev.puce.cards.event.ReaderEvent.CardRemoved;
import dev.puce.cards.event.ReaderEvent.ReaderArrived;
import dev.puce.cards.event.ReaderEvent.ReaderLeft;
import dev.puce.pcsc.Pcsc;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Readers that come and go at any moment. Only our own service has such readers, vpcd does not.
@Timeout(120)
class ReaderArrivalTest {
    @Test
    void monitor_sees_a_new_reader_with_its_card_at_any_moment() throws IOException, InterruptedException {
        for (int round = 0; round < 200; round++) {
            try (var service = PcscService.start();
                    var pcsc = Pcsc.open("socket:" + service.socket());
                    var readers = Readers.over(pcsc)) {
                EventQueue events = readers.monitor().queue();
                VirtualReader reader = service.addReader("Reader");
                reader.insert(new GuideCard());
                List<ReaderEvent> seen = take(events, 2);
                assertThat(seen)
                        .as("round %d", round)
                        .containsExactly(
                                new ReaderArrived(reader.name(), false),
                                new CardInserted(reader.name(), GuideCard.ATR, false));
            }
        }
    }

    @Test
    void monitor_reports_every_reader_that_comes_and_goes() throws IOException, InterruptedException {
        try (var service = PcscService.start();
                var pcsc = Pcsc.open("socket:" + service.socket());
                var readers = Readers.over(pcsc)) {
            EventQueue events = readers.monitor().queue();
            for (int round = 0; round < 100; round++) {
                VirtualReader reader = service.addReader("Reader " + round);
                reader.insert(new GuideCard());
                assertThat(take(events, 2).getLast()).isInstanceOf(CardInserted.class);
                reader.unplug();
                assertThat(take(events, 2))
                        .containsExactly(new CardRemoved(reader.name(), GuideCard.ATR), new ReaderLeft(reader.name()));
            }
            assertThat(events.poll()).isEmpty();
        }
    }

    private static List<ReaderEvent> take(EventQueue events, int count) throws InterruptedException {
        var taken = new ArrayList<ReaderEvent>();
        while (taken.size() < count) {
            ReaderEvent event = events.poll(Duration.ofSeconds(20))
                    .orElseThrow(() -> new AssertionError("nothing within 20 s after " + taken));
            if (!(event instanceof ReaderEvent.StateChanged)) {
                taken.add(event);
            }
        }
        return taken;
    }
}
