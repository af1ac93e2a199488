package dev.puce.service.card.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.service.card.EchoCard;
import org.junit.jupiter.api.Test;

class CardKindsTest {
    @Test
    void make_returns_a_card_by_name() throws Exception {
        assertThat(CardKinds.make("echo")).isInstanceOf(EchoCard.class);
    }

    @Test
    void unknown_name_fails_with_the_known_kinds() {
        assertThatThrownBy(() -> CardKinds.make("nonsense"))
                .hasMessageContaining("there is no card \"nonsense\"")
                .hasMessageContaining("echo");
    }
}
