package dev.puce.service.card.emrtd;

import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/// The machine readable zone of a passport, two lines of 44 characters (ICAO Doc 9303, part 4, 4.2).
///
/// @param name        name field, 39 characters: `ERIKSSON<<ANNA<MARIA<<<...`
/// @param number      document number, 9 characters
/// @param dateOfBirth YYMMDD
/// @param sex         F, M or <
/// @param expiry      YYMMDD
/// @param optional    personal number, 14 characters
record Mrz(String name, String number, String dateOfBirth, String sex, String expiry, String optional) {
    private static final int NAME_LENGTH = 39;
    private static final String STATE = "UTO";

    /// The specimen of Doc 9303, part 4.
    static Mrz specimen() {
        return new Mrz(nameField("Anna Maria Eriksson"), "L898902C3", "740812", "F", "120415", "ZE184226B<<<<<");
    }

    /// The specimen with another name.
    Mrz withHolder(String holder) {
        return new Mrz(nameField(holder), number, dateOfBirth, sex, expiry, optional);
    }

    /// Surname, two fillers, given names; the last word is the surname. Letters without accents, fillers for the
    /// rest.
    private static String nameField(String holder) {
        String plain = Normalizer.normalize(holder, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z]+", "<");
        String trimmed = plain.replaceAll("^<+|<+$", "");
        int last = trimmed.lastIndexOf('<');
        String field = last < 0 ? trimmed : trimmed.substring(last + 1) + "<<" + trimmed.substring(0, last);
        return (field + "<".repeat(NAME_LENGTH)).substring(0, NAME_LENGTH);
    }

    /// Both lines in a row, 88 characters.
    String text() {
        String first = "P<" + STATE + name;
        String upper = number
                + checkDigit(number)
                + STATE
                + dateOfBirth
                + checkDigit(dateOfBirth)
                + sex
                + expiry
                + checkDigit(expiry)
                + optional
                + checkDigit(optional);
        String composite = number
                + checkDigit(number)
                + dateOfBirth
                + checkDigit(dateOfBirth)
                + expiry
                + checkDigit(expiry)
                + optional
                + checkDigit(optional);
        return first + upper + checkDigit(composite);
    }

    /// The fields of the printed page that a reader must know: number, date of birth and expiry with their check
    /// digits (part 11, 4.3.2).
    Bytes keyInformation() {
        String text = number + checkDigit(number) + dateOfBirth + checkDigit(dateOfBirth) + expiry + checkDigit(expiry);
        return Bytes.ofText(text, StandardCharsets.US_ASCII);
    }

    /// Weights 7, 3, 1; letters count from 10, fillers 0 (part 3, 4.9).
    static int checkDigit(String field) {
        int[] weights = {7, 3, 1};
        int sum = 0;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            int value = c == '<' ? 0 : Character.digit(c, 36);
            sum += value * weights[i % 3];
        }
        return sum % 10;
    }
}
