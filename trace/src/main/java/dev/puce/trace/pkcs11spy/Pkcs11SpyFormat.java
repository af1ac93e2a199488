package dev.puce.trace.pkcs11spy;

import dev.puce.trace.source.LineFormat;
import java.util.regex.Pattern;

/// The log of pkcs11-spy, or of PKCS11-LOGGER on Windows: PKCS#11 modules in front of another. It has no PC/SC calls:
/// the functions become marks,
/// which explain the calls of another log of the same time. Arguments are left out, because they contain PINs.
public final class Pkcs11SpyFormat extends LineFormat {
    private static final Pattern MARK = Pattern.compile(
            "^\\*+ OpenSC PKCS#11 spy \\*+$|^\\d+: C_\\w+$|^0x[0-9a-f]{8} : 0x[0-9a-f]{8} : Calling C_\\w+$");

    /// The format; it has no state.
    public Pkcs11SpyFormat() {
        super(
                "pkcs11-spy",
                "log of pkcs11-spy or PKCS11-LOGGER: PKCS#11 calls, as marks",
                MARK,
                (calls, _) -> new Pkcs11SpyParser(calls));
    }
}
