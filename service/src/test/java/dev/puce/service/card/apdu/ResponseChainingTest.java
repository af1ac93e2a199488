package dev.puce.service.card.apdu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import org.junit.jupiter.api.Test;

class ResponseChainingTest {
    private static final CommandApdu READ_256 = command("00B0000000");
    private static final CommandApdu GET_RESPONSE = command("00C0000000");
    private static final CommandApdu GET_RESPONSE_WITHOUT_LE = command("00C00000");

    private final ResponseChaining chaining = new ResponseChaining(ResponseChaining.Mode.DIRECT);

    @Test
    void get_response_fetches_the_rest_of_a_response() {
        assertThat(chaining.begin(READ_256, response(300)).status()).isEqualTo(StatusWord.moreAvailable(44));
        assertThat(chaining.next(GET_RESPONSE)).isEqualTo(response(44));
        assertThat(chaining.next(GET_RESPONSE).status()).isEqualTo(StatusWord.CONDITIONS_NOT_SATISFIED);
    }

    @Test
    void get_response_without_le_fetches_up_to_256_bytes() {
        chaining.begin(READ_256, response(600));
        assertThat(chaining.next(GET_RESPONSE_WITHOUT_LE).data().length()).isEqualTo(256);
        assertThat(chaining.next(GET_RESPONSE_WITHOUT_LE)).isEqualTo(response(88));
    }

    @Test
    void get_response_without_le_means_256_in_t0() {
        var t0 = new ResponseChaining(ResponseChaining.Mode.GET_RESPONSE);
        t0.begin(command("00A4040002A000"), response(20));
        assertThat(t0.next(GET_RESPONSE_WITHOUT_LE).status()).isEqualTo(StatusWord.wrongLe(20));
    }

    private static CommandApdu command(String hex) {
        return CommandApdu.tryParse(Bytes.hex(hex)).orElseThrow();
    }

    private static ResponseApdu response(int length) {
        return new ResponseApdu(Bytes.of(new byte[length]), StatusWord.OK);
    }
}
