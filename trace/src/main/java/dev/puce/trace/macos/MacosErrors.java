package dev.puce.trace.macos;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.Origin;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Numbers of errors in the log, as marks. The log does not show to which call an error belongs.
///
/// Errors of the Secure Enclave have the same domain, and are left out: no card is involved.
///
/// @see <a href="https://developer.apple.com/documentation/cryptotokenkit/tkerror/code">TKError.Code</a>
final class MacosErrors {
    /// An NSError, described or localized: `Domain=CryptoTokenKit Code=-2`, `(CryptoTokenKit error -2.)`.
    private static final Pattern ERROR =
            Pattern.compile("(?:Domain=CryptoTokenKit Code=|\\(CryptoTokenKit error )(-?\\d{1,9})\\b");

    /// Of ctkpcscd. The meaning of an operation's number is not documented.
    private static final Pattern RESULT = Pattern.compile("^answering operation (\\d{1,9}), result (-?\\d{1,10})$");

    /// The upper half of the codes of PC/SC.
    private static final int FACILITY = 0x8010;

    /// Meanings of the codes -1, -2 and so on.
    private static final List<String> MEANINGS = List.of(
            "not implemented",
            "communication error",
            "corrupted data",
            "canceled by the user",
            "authentication failed",
            "object not found",
            "token not found",
            "bad parameter",
            "authentication needed");

    private final ExchangeAssembler calls;

    MacosErrors(ExchangeAssembler calls) {
        this.calls = calls;
    }

    /// Takes an entry that may report an error.
    ///
    /// @return whether the entry is known
    boolean accept(MacosEntry entry) throws IOException {
        String message = entry.message();
        if (message.startsWith("answering operation ")) {
            return result(entry);
        }
        if (!message.contains("CryptoTokenKit") || entry.category().equals("sepkey") || message.contains("AKSError")) {
            return false;
        }
        var error = ERROR.matcher(message);
        if (!error.find()) {
            return false;
        }
        int code = Integer.parseInt(error.group(1));
        boolean isKnown = code < 0 && -code <= MEANINGS.size();
        mark(entry, "CryptoTokenKit error " + code + (isKnown ? ": " + MEANINGS.get(-code - 1) : ""));
        return true;
    }

    private boolean result(MacosEntry entry) throws IOException {
        var result = RESULT.matcher(entry.message());
        if (!result.find()) {
            return false;
        }
        long number = Long.parseLong(result.group(2));
        var code = new ReturnCode((int) number);
        if (number != 0) {
            boolean isOfPcsc = code.value() >>> 16 == FACILITY;
            mark(entry, "operation " + result.group(1) + " of ctkpcscd: " + (isOfPcsc ? code : "result " + number));
        }
        return true;
    }

    private void mark(MacosEntry entry, String text) throws IOException {
        calls.mark(Origin.of(entry.caller()), entry.nanos(), new Call.Mark("error", text, Optional.empty()));
    }
}
