package dev.puce.cards.apdu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A card that expects certain commands in order and has one response to each: `"00 A4 04 00 > 61 10"`.
public final class Dialogue implements Transmitter {
    private final Deque<String> lines;

    private Dialogue(List<String> lines) {
        this.lines = new ArrayDeque<>(lines);
    }

    /// Each line has a command, `>` and the response.
    public static Dialogue of(String... lines) {
        return new Dialogue(List.of(lines));
    }

    @Override
    public Bytes transmit(Bytes command) {
        assertThat(lines).as("expected commands at " + command).isNotEmpty();
        List<String> line = List.of(lines.remove().split(">", -1));
        assertThat(command).isEqualTo(Bytes.hex(line.getFirst()));
        return Bytes.hex(line.getLast());
    }

    /// Fails unless all commands have arrived.
    public void requireFinished() {
        assertThat(lines).isEmpty();
    }
}
