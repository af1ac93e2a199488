package dev.puce.service.card.apdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandChainTest {
    private final CommandChain chain = new CommandChain();

    private static CommandApdu command(int cla, String data) {
        return CommandApdu.of(cla, 0xDB, 0x3F, 0xFF, Bytes.hex(data), 256);
    }

    @Test
    void parts_become_one_command_of_the_last_class() throws Exception {
        assertThat(chain.add(command(0x10, "0102"), true)).isEmpty();
        assertThat(chain.add(command(0x00, "03"), false)).contains(command(0x00, "010203"));
        assertThat(chain.add(command(0x00, "04"), false)).contains(command(0x00, "04"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x0C, 0x20, 0x80, 0xA0, 0xFF})
    void another_class_breaks_the_chain(int cla) throws Exception {
        chain.add(command(0x10, "0102"), true);
        assertThatThrownBy(() -> chain.add(command(cla, "03"), false)).isInstanceOf(RefusedException.class);
        assertThat(chain.add(command(0x00, "04"), false)).contains(command(0x00, "04"));
    }
}
