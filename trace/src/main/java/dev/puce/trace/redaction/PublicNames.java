package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Replaces names that lead to a person or a device, for [Redaction#PUBLIC].
///
/// A serial number becomes a pseudonym, the same one each time: `(serial 1)`. Programs keep their name, and lose their
/// arguments, user, path and container.
final class PublicNames {
    /// Text in brackets with a digit, as libccid writes a USB serial number, or a long number.
    private static final Pattern SERIAL =
            Pattern.compile("\\((?!serial \\d+\\))([^()]*\\d[^()]*)\\)|\\b(?=[0-9A-Fa-f]*\\d)[0-9A-Fa-f]{7,}\\b");

    private static final Bytes OPENPGP = Bytes.hex("D27600012401");
    private static final int SANDBOX_NAMES = 2;
    private static final int GET_DATA = 0xCB;
    private static final int TAG_LIST = 0x5C;
    private static final int LONGEST_TAG_LIST = 7; // tag, length, three bytes, Le

    private final Map<String, Integer> serials = new HashMap<>();

    /// The name of a reader without its serial number.
    String reader(String name) {
        return SERIAL.matcher(name).replaceAll((MatchResult found) -> {
            boolean isInBrackets = found.group(1) != null;
            String pseudonym = pseudonym(isInBrackets ? found.group(1) : found.group());
            return isInBrackets ? "(" + pseudonym + ")" : pseudonym;
        });
    }

    /// Whether a reader's name contains a serial number that is not a pseudonym.
    static boolean namesSerialNumber(String reader) {
        return SERIAL.matcher(reader).find();
    }

    /// The pseudonym of a serial number.
    String pseudonym(String serial) {
        return "serial " + number(serial);
    }

    /// The number of the pseudonym of a serial number.
    private int number(String serial) {
        return serials.computeIfAbsent(serial, _ -> serials.size() + 1);
    }

    /// An ATR with the number of the pseudonym in place of its serial number.
    Bytes atr(Bytes atr) {
        return AtrSerial.of(atr)
                .map(serial -> serial.replaced(atr, number(serial.in(atr))))
                .orElse(atr);
    }

    /// Whether an ATR has a serial number that is not the number of a pseudonym.
    static boolean hasSerialNumberInAtr(Bytes atr) {
        return AtrSerial.of(atr).filter(serial -> !serial.isPseudonymIn(atr)).isPresent();
    }

    /// Whether an AID contains a serial number, as that of an OpenPGP card does (OpenPGP card 3.4, 4.2.1).
    static boolean hasSerialNumber(Bytes aid) {
        return aid.length() > OPENPGP.length() && aid.startsWith(OPENPGP);
    }

    /// Whether a command asks for a data object by its tag: GET DATA with a tag list (ISO/IEC 7816-4:2020, 11.5.3).
    static boolean isTagList(Bytes command) {
        int data = Frame.dataAt(command);
        return command.length() > data
                && command.get(1) == GET_DATA
                && command.get(data) == TAG_LIST
                && command.length() - data <= LONGEST_TAG_LIST;
    }

    /// Number of bytes of such an AID in front of the serial number.
    static int publicLength(Bytes aid) {
        return hasSerialNumber(aid) ? OPENPGP.length() : aid.length();
    }

    /// A program without its arguments, user and path.
    static Caller caller(Caller caller) {
        String program = baseName(caller.program());
        return new Caller(
                program,
                caller.pid(),
                OptionalInt.empty(),
                program.isEmpty() ? List.of() : List.of(program),
                caller.container().flatMap(PublicNames::sandbox),
                caller.connection(),
                caller.thread());
    }

    /// The first word of a command line, without its path.
    static List<String> command(List<String> commandLine) {
        return commandLine.isEmpty() ? List.of() : List.of(baseName(commandLine.getFirst()));
    }

    private static String baseName(String program) {
        return program.substring(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
    }

    /// Flatpaks and snaps are named for the program; machines and containers have names of the user's.
    private static Optional<String> sandbox(String container) {
        String[] words = container.split(" ", SANDBOX_NAMES);
        boolean isNamedForTheProgram = words[0].equals("flatpak") || words[0].equals("snap");
        return Optional.of(isNamedForTheProgram ? container : words[0]);
    }
}
