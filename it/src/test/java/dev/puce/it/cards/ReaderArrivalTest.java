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

/// Readers that come and go at any moment, which vpcd's cannot: our own service has them.
@Timeout(120)
class ReaderArrivalTest {
    @Test
    void a_reader_that_arrives_at_any_moment_is_seen_with_its_card() throws IOException, InterruptedException {
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
    void readers_come_and_go_many_times_and_every_time_is_told() throws IOException, InterruptedException {
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
