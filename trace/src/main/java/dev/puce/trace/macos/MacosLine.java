package dev.puce.trace.macos;

import java.util.Optional;
import java.util.OptionalInt;

/// Reads a line that starts with a date, in the styles default, compact and syslog, from left to right.
final class MacosLine {
    private static final int LONGEST_NAME = 100;
    private static final int DATE_LENGTH = "2026-04-08".length();
    private static final int TIME_LENGTH = "20:30:20".length();

    private final String line;
    private int at;

    MacosLine(String line) {
        this.line = line;
    }

    /// The entry; empty if the line is in none of the styles.
    Optional<MacosEntry> entry() {
        int fraction = DATE_LENGTH + 1 + TIME_LENGTH;
        if (line.length() < fraction + 8 || line.charAt(DATE_LENGTH) != ' ' || line.charAt(fraction) != '.') {
            return Optional.empty();
        }
        at = fraction + 1;
        String digits = word(MacosLine::isDigit);
        String zone = "";
        if (peek() == '+' || peek() == '-') {
            zone = line.substring(at, Math.min(at + 5, line.length()));
            at += zone.length();
        }
        var seconds = MacosTime.nanos(line.substring(0, DATE_LENGTH), line.substring(DATE_LENGTH + 1, fraction), zone);
        if (seconds.isEmpty() || digits.isEmpty() || digits.length() > 9 || peek() != ' ') {
            return Optional.empty();
        }
        long nanos = seconds.get() + MacosTime.fraction(digits);
        if (zone.isEmpty()) {
            return compact(nanos);
        }
        spaces();
        return line.startsWith("0x", at) ? plain(nanos) : syslog(nanos);
    }

    /// `0x15a6a3b  Default     0x865013             21374  0    usbsmartcardreaderd: (CryptoTokenKit) [..] text`
    private Optional<MacosEntry> plain(long nanos) {
        at += 2;
        String thread = word(MacosLine::isHex);
        spaces();
        if (word(Character::isLetter).isEmpty()) { // Default, Info, Debug, ...
            return Optional.empty();
        }
        spaces();
        if (!line.startsWith("0x", at)) {
            return Optional.empty();
        }
        at += 2;
        String activity = word(MacosLine::isHex);
        spaces();
        String pid = word(MacosLine::isDigit);
        spaces();
        int start = at;
        if (!word(MacosLine::isDigit).isEmpty() && peek() == ' ') { // time to live, since macOS 10.14
            spaces();
        } else {
            at = start;
        }
        int end = line.indexOf(": ", at);
        if (thread.length() > 16
                || activity.isEmpty()
                || activity.length() > 16
                || end < 0
                || end - at > LONGEST_NAME) {
            return Optional.empty();
        }
        return entry(nanos, true, line.substring(at, end), pid, thread, Long.parseUnsignedLong(activity, 16), end + 2);
    }

    /// `Df usbsmartcardreaderd[21374:15a6a3b] (CryptoTokenKit) [..] text`
    private Optional<MacosEntry> compact(long nanos) {
        at++;
        if (word(Character::isLetter).isEmpty()) { // Df, Db, I, E, ...
            return Optional.empty();
        }
        spaces();
        int colon = line.indexOf(':', at);
        int bracket = colon < 0 ? -1 : line.lastIndexOf('[', colon);
        int end = colon < 0 ? -1 : line.indexOf("] ", colon);
        if (bracket < at || end < 0 || bracket - at > LONGEST_NAME) {
            return Optional.empty();
        }
        String thread = line.substring(colon + 1, end);
        if (!thread.chars().allMatch(c -> isHex((char) c))) {
            return Optional.empty();
        }
        return entry(nanos, false, line.substring(at, bracket), line.substring(bracket + 1, colon), thread, 0, end + 2);
    }

    /// `localhost usbsmartcardreaderd[21374]: (CryptoTokenKit) [..] text`
    private Optional<MacosEntry> syslog(long nanos) {
        int space = line.indexOf(' ', at);
        int end = space < 0 ? -1 : line.indexOf("]: ", space);
        int bracket = end < 0 ? -1 : line.lastIndexOf('[', end);
        if (bracket <= space || bracket - space > LONGEST_NAME) {
            return Optional.empty();
        }
        return entry(nanos, true, line.substring(space + 1, bracket), line.substring(bracket + 1, end), "", 0, end + 3);
    }

    private Optional<MacosEntry> entry(
            long nanos, boolean isAbsolute, String process, String pid, String thread, long activity, int rest) {
        if (pid.isEmpty() || pid.length() > 9 || !pid.chars().allMatch(c -> isDigit((char) c))) {
            return Optional.empty();
        }
        var message = MacosMessage.of(line.substring(rest));
        return Optional.of(new MacosEntry(
                nanos,
                isAbsolute,
                process.strip(),
                OptionalInt.of(Integer.parseInt(pid)),
                OptionalInt.empty(),
                thread,
                activity,
                message.category(),
                message.text()));
    }

    private interface CharacterTest {
        boolean test(char c);
    }

    private String word(CharacterTest test) {
        int start = at;
        while (at < line.length() && test.test(line.charAt(at))) {
            at++;
        }
        return line.substring(start, at);
    }

    private void spaces() {
        while (peek() == ' ') {
            at++;
        }
    }

    private char peek() {
        return at < line.length() ? line.charAt(at) : '\n';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f');
    }
}
