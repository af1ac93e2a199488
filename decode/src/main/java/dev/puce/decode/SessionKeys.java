package dev.puce.decode;

import dev.puce.decode.secure.BacDecryption;
import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// Keys that the user gives to decrypt secure messaging. They never appear in texts.
public sealed interface SessionKeys {
    /// Reads keys as people write them:
    ///
    /// - `mrz:NUMBER,BIRTH,EXPIRY`: document number and two dates YYMMDD
    /// - `mrz:LINES`: the machine readable zone of a passport (its second line is enough) or of an identity card
    /// - `iso:KEY,COUNTER`: a session key and a send sequence counter in hex
    /// - `gp:KEY`: the static key K-ENC of a security domain in hex
    ///
    /// @throws IllegalArgumentException if the text is none of them; the message does not repeat it
    static SessionKeys parse(String text) {
        return KeyText.parse(text);
    }

    /// Machine readable zone of a passport, from which the keys of basic access control follow (ICAO Doc
    /// 9303-11, 4.3). The session must contain the EXTERNAL AUTHENTICATE.
    ///
    /// @param documentNumber document number as printed, with its fillers (`<`) and without the check digit
    /// @param dateOfBirth    six digits YYMMDD
    /// @param dateOfExpiry   six digits YYMMDD
    record Mrz(String documentNumber, String dateOfBirth, String dateOfExpiry) implements SessionKeys {
        /// The session keys that a recorded EXTERNAL AUTHENTICATE agrees on; empty if it is another exchange, if
        /// its data are hidden, or if the zone belongs to another document.
        public Optional<Iso> session(Exchange exchange) {
            return BacDecryption.session(
                            documentNumber, dateOfBirth, dateOfExpiry, exchange.commandData(), exchange.answerData())
                    .map(keys -> new Iso(keys.encryption(), keys.counter()));
        }

        /// Without the values.
        @Override
        public String toString() {
            return "Mrz[hidden]";
        }
    }

    /// Session key and send sequence counter of ISO secure messaging (ICAO Doc 9303-11, 9.8).
    ///
    /// @param encryption key for encryption: 16 bytes for 3DES or AES-128, 24 and 32 for AES
    /// @param counter    counter before the first protected command: 8 bytes for 3DES, 16 for AES
    record Iso(Bytes encryption, Bytes counter) implements SessionKeys {
        /// Without the values.
        @Override
        public String toString() {
            return "Iso[hidden]";
        }
    }

    /// Static encryption key of a GlobalPlatform security domain, for SCP02 and SCP03. The session must contain
    /// INITIALIZE UPDATE and EXTERNAL AUTHENTICATE.
    ///
    /// @param encryption static key K-ENC: 16 bytes for SCP02; 16, 24 or 32 for SCP03
    record GlobalPlatform(Bytes encryption) implements SessionKeys {
        /// Without the value.
        @Override
        public String toString() {
            return "GlobalPlatform[hidden]";
        }
    }
}
