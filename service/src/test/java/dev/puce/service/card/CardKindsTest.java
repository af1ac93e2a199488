package dev.puce.service.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CardKindsTest {
    @Test
    void a_card_is_made_by_its_name() throws Exception {
        assertThat(CardKinds.make("echo")).isInstanceOf(EchoCard.class);
    }

    @Test
    void an_unknown_name_is_answered_with_those_that_exist() {
        assertThatThrownBy(() -> CardKinds.make("nonsense"))
                .hasMessageContaining("there is no card \"nonsense\"")
                .hasMessageContaining("echo");
    }
}
