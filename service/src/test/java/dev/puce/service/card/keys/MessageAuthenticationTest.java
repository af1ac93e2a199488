package dev.puce.service.card.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageAuthenticationTest {
    /// RFC 4493, 4: AES-CMAC of messages of 0, 16, 40 and 64 bytes.
    @ParameterizedTest
    @CsvSource({
        "0, BB1D6929E95937287FA37D129B756746",
        "16, 070A16B46B4D4144F79BDD9DD04A287C",
        "40, DFA66747DE9AE63030CA32611497C827",
        "64, 51F0BEBF7E3B9D92FC49741779363CFE"
    })
    void cmac_is_that_of_rfc_4493(int length, String expected) {
        Bytes message = Bytes.hex("6bc1bee22e409f96e93d7e117393172a" + "ae2d8a571e03ac9c9eb76fac45af8e51"
                + "30c81c46a35ce411e5fbc1191a0a52ef" + "f69f2445df4f9b17ad2b417be66c3710");
        assertThat(MessageAuthentication.cmac(Bytes.hex("2b7e151628aed2a6abf7158809cf4f3c"), message.slice(0, length)))
                .isEqualTo(Bytes.hex(expected));
    }

    /// ICAO Doc 9303, part 11, appendix D.3: MAC of the cryptogram of EXTERNAL AUTHENTICATE.
    @Test
    void retail_mac_is_that_of_doc_9303() {
        Bytes cryptogram = Bytes.hex("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2");
        assertThat(MessageAuthentication.retail(
                        Bytes.hex("7962D9ECE03D1ACD4C76089DCE131543"),
                        Bytes.of(new byte[8]),
                        MessageAuthentication.pad(cryptogram, 8)))
                .isEqualTo(Bytes.hex("5F1448EEA8AD90A7"));
    }

    @Test
    void padding_comes_off_again() {
        assertThat(MessageAuthentication.pad(Bytes.hex("0102030405060708"), 8))
                .isEqualTo(Bytes.hex("01020304050607088000000000000000"));
        assertThat(MessageAuthentication.unpad(Bytes.hex("01800000"))).isEqualTo(Bytes.hex("01"));
        assertThat(MessageAuthentication.unpad(Bytes.hex("0100"))).isEqualTo(Bytes.hex("0100"));
        assertThat(MessageAuthentication.unpad(Bytes.EMPTY)).isEqualTo(Bytes.EMPTY);
    }
}
