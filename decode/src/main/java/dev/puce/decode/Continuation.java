package dev.puce.decode;

import dev.puce.decode.dictionary.ClassKind;
import dev.puce.decode.dictionary.CommandShape;
import dev.puce.decode.dictionary.Tlv;

/// Decides whether a command continues an exchange.
final class Continuation {
    static final int GET_RESPONSE = 0xC0;

    private static final int ADDITIONAL_FRAME = 0xAF;
    private static final int SEND_REMAINING = 0xA5;
    private static final int CTAP_GET_RESPONSE = 0x11;

    private Continuation() {}

    static boolean isChained(CommandShape shape, ClassKind kind) {
        return kind.hasChannel() && (shape.cla() & 0x10) != 0;
    }

    static Role role(Exchange last, CommandShape shape, ClassKind kind) {
        if (isRequestedData(last, shape)) {
            return Role.DATA;
        }
        int status = last.lastLink().status();
        if (isFetch(last, status, shape, kind)) {
            return Role.FETCH;
        }
        if (isRetry(last.lastLink(), shape)) {
            return Role.RETRY;
        }
        return isNextOfChain(last, status, shape) ? Role.CHAINED : Role.FIRST;
    }

    private static boolean isFetch(Exchange last, int status, CommandShape shape, ClassKind kind) {
        var application = last.context().application();
        int sw1 = status >> 8;
        if (shape.ins() == GET_RESPONSE && shape.nc() == 0) {
            return sw1 == 0x61
                    || (kind == ClassKind.GSM && (sw1 == 0x9F || sw1 == 0x9E))
                    || (kind.hasChannel() && sw1 == 0x9F && application.uses("uicc"));
        }
        return (status == 0x91AF && kind == ClassKind.DESFIRE && shape.ins() == ADDITIONAL_FRAME)
                || (sw1 == 0x61 && shape.ins() == SEND_REMAINING && application.uses("oath"))
                || (status == 0x9100 && shape.ins() == CTAP_GET_RESPONSE && application.uses("fido"));
    }

    /// The same command with the Le that the card asked for (6CXX), or with another Le after an incomplete answer
    /// (61XX).
    private static boolean isRetry(Link link, CommandShape shape) {
        int sw1 = link.status() >> 8;
        return (sw1 == 0x6C || (sw1 == 0x61 && shape.ne() != link.shape().ne())) && shape.isSameExceptLe(link.shape());
    }

    private static boolean isNextOfChain(Exchange last, int status, CommandShape shape) {
        var link = last.lastLink();
        var earlier = link.shape();
        return last.isChained()
                && (status == 0x9000 || status == -1)
                && link.dataLength() == 0
                && shape.ins() == earlier.ins()
                && shape.p12() == earlier.p12();
    }

    /// PACE and chip authentication send complete objects with the chaining bit set; each one is a step of its
    /// own (ICAO Doc 9303-11, 4.4.4).
    static boolean isStep(CommandShape shape) {
        return (shape.ins() | 1) == 0x87 && shape.data().u8(0) == 0x7C && Tlv.isWhole(shape.data());
    }

    /// The second half of a T=0 command. The card asked for it with a procedure byte, or its request is not
    /// known.
    private static boolean isRequestedData(Exchange last, CommandShape shape) {
        var link = last.lastLink();
        var header = link.shape();
        if (header.bytes().length() != 5 || header.hidden() || link.part().role() == Role.DATA) {
            return false;
        }
        int expected = header.bytes().get(4);
        var response = link.part().response();
        if (response.isPresent()) {
            boolean asked = response.get().length() == 1
                    && (response.get().get(0) == header.ins() || (response.get().get(0) ^ 0xFF) == header.ins());
            return asked
                    && (shape.hidden()
                            || shape.bytes().length() == expected
                            || shape.bytes().length() == 1);
        }
        return expected > 0
                && (shape.hidden() || shape.bytes().length() == expected)
                && !Resolver.resolve(shape, last.state()).instruction().isKnown();
    }
}
