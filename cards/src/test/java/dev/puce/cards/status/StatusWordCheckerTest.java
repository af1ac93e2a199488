package dev.puce.cards.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.cards.apdu.Transmitter;
import dev.puce.cards.status.StatusFinding.Kind;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusWordCheckerTest {
    @Test
    void iso_7816_4_objects_to_62_to_6F_and_to_nothing_else() {
        IntStream.rangeClosed(0, 0xFFFF).forEach(value -> {
            boolean wrong = value >> 8 >= 0x62 && value >> 8 <= 0x6F;
            var response = answer(value);
            assertThat(StatusWordChecker.ISO_7816_4.check(response).isPresent()).isEqualTo(wrong);
            assertThat(StatusWordChecker.ISO_7816_4_SW1.check(response).isPresent())
                    .isEqualTo(wrong);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "6283, WARNING, Warning",
        "63C2, WARNING, Warning",
        "6400, EXECUTION_ERROR, ExecutionError",
        "6581, EXECUTION_ERROR, ExecutionError",
        "6600, SECURITY_ERROR, SecurityError",
        "6700, CHECKING_ERROR, CheckingError",
        "6A82, CHECKING_ERROR, CheckingError",
        "6F00, CHECKING_ERROR, CheckingError"
    })
    void each_kind_has_its_own_exception(String status, Kind kind, String type) {
        ResponseApdu response = answer(Integer.parseInt(status, 16));
        assertThat(StatusWordChecker.ISO_7816_4.check(response).orElseThrow().kind())
                .isEqualTo(kind);
        assertThatThrownBy(() -> StatusWordChecker.ISO_7816_4.require(response))
                .isInstanceOf(StatusWordException.class)
                .hasMessageStartingWith("the card answered " + status + ": ")
                .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(type));
    }

    @Test
    void parts_8_and_9_and_globalplatform_object_only_to_what_they_name() {
        assertThat(finding(StatusWordChecker.ISO_7816_8, 0x6687).meaning()).contains("objects are missing");
        assertThat(StatusWordChecker.ISO_7816_8.check(answer(0x6A80))).isEmpty();
        assertThat(finding(StatusWordChecker.ISO_7816_9, 0x6A89).kind()).isEqualTo(Kind.CHECKING_ERROR);
        assertThat(StatusWordChecker.ISO_7816_9.check(answer(0x6300))).isEmpty();
        assertThat(finding(StatusWordChecker.GLOBAL_PLATFORM, 0x9485))
                .hasToString("9485: invalid key check value (GlobalPlatform)");
        assertThat(StatusWordChecker.GLOBAL_PLATFORM.check(answer(0x9000))).isEmpty();
    }

    @Test
    void failed_verification_reports_the_remaining_tries() {
        assertThatThrownBy(() -> StatusWordChecker.ISO_7816_8.require(answer(0x63C2)))
                .isInstanceOfSatisfying(
                        StatusWordException.class,
                        e -> assertThat(e.triesLeft()).hasValue(2));
    }

    @Test
    void first_finding_of_a_chain_counts() {
        StatusWordChecker chain = StatusWordChecker.ISO_7816_8.then(StatusWordChecker.ISO_7816_4);
        assertThat(finding(chain, 0x6600).source()).isEqualTo("ISO 7816-8");
        assertThat(finding(chain, 0x6D00).source()).isEqualTo("ISO 7816-4");
        assertThat(chain.check(answer(0x9000))).isEmpty();
    }

    @Test
    void ignoring_accepts_kinds_and_single_status_words() {
        StatusWordChecker lenient =
                StatusWordChecker.ISO_7816_4.ignoring(Kind.WARNING).ignoring(StatusWord.FILE_NOT_FOUND);
        assertThat(lenient.check(answer(0x6283))).isEmpty();
        assertThat(lenient.check(answer(0x6A82))).isEmpty();
        assertThat(lenient.check(answer(0x6A86))).isPresent();
    }

    @Test
    void lambda_is_a_checker() {
        StatusWordChecker own = response -> response.data().isEmpty()
                ? Optional.of(new StatusFinding(Kind.CHECKING_ERROR, response.status(), "no data", "me"))
                : Optional.empty();
        assertThat(finding(own, 0x9000)).hasToString("9000: no data (me)");
    }

    @Test
    void status_check_passes_good_responses_and_throws_for_others() {
        Transmitter card = command -> Bytes.hex(command.get(1) == 0xA4 ? "6A82" : "01 9000");
        Transmitter strict = card.with(new StatusCheck());
        assertThat(strict.transmit("00 B0 00 00 01")).hasToString("01 90 00");
        assertThatThrownBy(() -> strict.transmit("00 A4 04 00")).isInstanceOf(StatusWordException.CheckingError.class);
    }

    private static StatusFinding finding(StatusWordChecker checker, int status) {
        return checker.check(answer(status)).orElseThrow();
    }

    private static ResponseApdu answer(int status) {
        return new ResponseApdu(new StatusWord(status));
    }
}
