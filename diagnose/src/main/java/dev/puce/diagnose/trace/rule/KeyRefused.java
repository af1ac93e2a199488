package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.situation.Situation;
import java.util.Optional;
import java.util.Set;

/// The card refuses an authentication with a key: the program has another key than the card.
public final class KeyRefused implements FailureRule {
    /// EXTERNAL or MUTUAL AUTHENTICATE, and GENERAL AUTHENTICATE (ISO/IEC 7816-4:2020, 11.6.4 and 11.6.5).
    private static final Set<Integer> AUTHENTICATE = Set.of(0x82, 0x86, 0x87);

    /// Authentication failed, also of a cryptogram or a secure-messaging key.
    private static final Set<Integer> REFUSED = Set.of(0x6300, 0x6688, 0x6988);

    /// AUTHENTICATION_ERROR of MIFARE DESFire.
    private static final int DESFIRE_REFUSED = 0x91AE;

    /// PIV cards refuse a wrong management key, which is key 9B, with the status word of a missing PIN (NIST SP
    /// 800-73-5, part 2, 3.2.4).
    private static final int NOT_SATISFIED = 0x6982;

    private static final int GENERAL_AUTHENTICATE = 0x87;
    private static final int MANAGEMENT_KEY = 0x9B;

    @Override
    public String name() {
        return "key-refused";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        int sw = failure.sw();
        boolean hasCounter = sw >> 4 == 0x63C;
        boolean refused = AUTHENTICATE.contains(failure.ins()) && (REFUSED.contains(sw) || hasCounter);
        if (!refused && sw != DESFIRE_REFUSED && !isManagementKey(failure)) {
            return Optional.empty();
        }
        return Optional.of(new FailureExplanation(
                Layer.USER,
                FaultConfidence.LIKELY,
                "the card refused the key of the program: the card has another one",
                "Check the key. A passport needs its MRZ or CAN. A GlobalPlatform card needs the right key set and"
                        + " diversification. A DESFire card needs the right key number and application. A PIV card has a"
                        + " management key. Some cards block after a few attempts."));
    }

    private static boolean isManagementKey(Failure failure) {
        return failure.sw() == NOT_SATISFIED
                && failure.ins() == GENERAL_AUTHENTICATE
                && failure.exchange()
                        .filter(exchange -> exchange.command().get(3) == MANAGEMENT_KEY)
                        .isPresent();
    }
}
