package dev.puce.javacard;

import dev.puce.iso7816.Aid;
import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words that ask for an applet: `FILE.jar:AID[:CLASS][:PARAMS]`; several with `+` between them.
///
/// @param jar        file of compiled classes
/// @param aid        5 to 16 bytes, under which it is selected
/// @param className  which applet of the jar
/// @param parameters applet data for `install`
record AppletWords(Path jar, Aid aid, Optional<String> className, Bytes parameters) {
    private static final Pattern ONE =
            Pattern.compile("(.+?\\.jar):([0-9A-Fa-f]+)((?::[\\w.$]*){0,2})(?:\\+(?=.+\\.jar:)|$)");
    private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2})+");
    private static final int MAX_PARAMETERS = 200;

    static boolean accept(String words) {
        Matcher matcher = ONE.matcher(words);
        int at = 0;
        while (at < words.length() && matcher.region(at, words.length()).lookingAt()) {
            at = matcher.end();
        }
        return at == words.length() && at > 0;
    }

    /// Reads them.
    ///
    /// @param words ones that [#accept] accepts
    /// @throws IOException if an AID or parameter is wrong; the message says which
    static List<AppletWords> parse(String words) throws IOException {
        var all = new ArrayList<AppletWords>();
        Matcher matcher = ONE.matcher(words);
        int at = 0;
        while (at < words.length() && matcher.region(at, words.length()).lookingAt()) {
            all.add(applet(matcher));
            at = matcher.end();
        }
        if (at != words.length()) {
            throw new IllegalArgumentException(words);
        }
        return all;
    }

    /// Pairs of hex digits are parameters, everything else is a class.
    private static AppletWords applet(Matcher matcher) throws IOException {
        Optional<String> className = Optional.empty();
        Bytes parameters = Bytes.EMPTY;
        for (String part : matcher.group(3).split(":", -1)) {
            if (HEX.matcher(part).matches()) {
                parameters = Bytes.hex(part);
            } else if (!part.isEmpty()) {
                className = Optional.of(part);
            }
        }
        if (parameters.length() > MAX_PARAMETERS) {
            throw new IOException("the parameters of an applet have at most " + MAX_PARAMETERS + " bytes, not "
                    + parameters.length());
        }
        return new AppletWords(Path.of(matcher.group(1)), aid(matcher.group(2)), className, parameters);
    }

    private static Aid aid(String hex) throws IOException {
        try {
            Aid aid = Aid.hex(hex);
            if (aid.value().length() >= Aid.RID_LENGTH) {
                return aid;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("\"" + hex + "\" is not an AID: " + e.getMessage(), e);
        }
        throw new IOException("an applet's AID has 5 to 16 bytes, and \"" + hex + "\" fewer");
    }
}
