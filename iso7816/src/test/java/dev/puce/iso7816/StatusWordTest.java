package dev.puce.iso7816;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.StatusWord.Category;
import org.junit.jupiter.api.Test;

/// ISO/IEC 7816-4:2020, 5.6, tables 5 to 7.
class StatusWordTest {
    @Test
    void status_words_have_a_category() {
        assertThat(StatusWord.OK.category()).isEqualTo(Category.NORMAL);
        assertThat(new StatusWord(0x6110).category()).isEqualTo(Category.NORMAL);
        assertThat(new StatusWord(0x6282).category()).isEqualTo(Category.WARNING);
        assertThat(new StatusWord(0x6581).category()).isEqualTo(Category.EXECUTION_ERROR);
        assertThat(new StatusWord(0x6A82).category()).isEqualTo(Category.CHECKING_ERROR);
        assertThat(new StatusWord(0x91AF).category()).isEqualTo(Category.PROPRIETARY);
        assertThat(new StatusWord(0x1234).category()).isEqualTo(Category.INVALID);
    }

    @Test
    void reads_and_writes_embedded_numbers() {
        assertThat(new StatusWord(0x6110).bytesAvailable()).hasValue(16);
        assertThat(new StatusWord(0x6100).bytesAvailable()).hasValue(256);
        assertThat(StatusWord.moreAvailable(1000)).isEqualTo(new StatusWord(0x6100));
        assertThat(StatusWord.wrongLe(20).rightNe()).hasValue(20);
        assertThat(StatusWord.triesLeft(3)).isEqualTo(new StatusWord(0x63C3));
        assertThat(StatusWord.triesLeft(3).triesLeft()).hasValue(3);
        assertThat(StatusWord.AUTHENTICATION_BLOCKED.triesLeft()).hasValue(0);
        assertThat(StatusWord.OK.triesLeft()).isEmpty();
    }

    @Test
    void most_specific_row_of_the_table_gives_the_meaning() {
        assertThat(new StatusWord(0x63C2).meaning().orElseThrow()).contains("2 tries left");
        assertThat(new StatusWord(0x6300).meaning().orElseThrow()).contains("verification failed");
        assertThat(new StatusWord(0x6C00).meaning().orElseThrow()).contains("256");
        assertThat(new StatusWord(0x6F42).meaning().orElseThrow()).contains("42");
        assertThat(new StatusWord(0x6310).source()).hasValue("GlobalPlatform");
        assertThat(StatusWord.OK.describe()).isEqualTo("9000 done");
        assertThat(new StatusWord(0x1234).describe()).isEqualTo("1234");
        assertThat(new StatusWord(0x91CD).meaning()).hasValue("the card is disabled");
        assertThat(new StatusWord(0x91CE).meaning()).hasValue("the number of applications is at its maximum");
        assertThat(new StatusWord(0x1234).meaning()).isEmpty();
    }

    @Test
    void every_status_word_of_the_standard_has_a_meaning() {
        for (int value = 0x6100; value < 0x7000; value++) {
            assertThat(new StatusWord(value).meaning()).as("%04X", value).isPresent();
        }
    }

    @Test
    void a_response_has_at_least_two_bytes() {
        assertThat(ResponseApdu.tryParse(Bytes.hex("90"))).isEmpty();
        assertThat(ResponseApdu.tryParse(Bytes.hex("CAFE9000")))
                .hasValue(new ResponseApdu(Bytes.hex("CAFE"), StatusWord.OK));
        assertThat(new ResponseApdu(StatusWord.FILE_NOT_FOUND).encode()).isEqualTo(Bytes.hex("6A82"));
    }
}
