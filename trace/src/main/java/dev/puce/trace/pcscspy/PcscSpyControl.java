package dev.puce.trace.pcscspy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Feature;
import dev.puce.trace.TextBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/// The explanations that pcsc-spy adds to `SCardControl` after the call: features of the reader, its properties,
/// and the PIN structure that was sent (PC/SC part 10).
final class PcscSpyControl {
    /// `CM_IOCTL_GET_FEATURE_REQUEST` on pcsc-lite.
    static final int GET_FEATURE_REQUEST = 0x42000D48;

    /// Names of the properties from tag 1 on; the older generation knows the first 9.
    private static final String[] PROPERTIES = {
        "wLcdLayout",
        "bEntryValidationCondition",
        "bTimeOut2",
        "wLcdMaxCharacters",
        "wLcdMaxLines",
        "bMinPINSize",
        "bMaxPINSize",
        "sFirmwareID",
        "bPPDUSupport",
        "dwMaxAPDUDataSize",
        "wIdVendor",
        "wIdProduct"
    };

    private static final int PROPERTIES_OF_OLDER = 9;

    /// Offsets within `PIN_VERIFY_STRUCTURE`.
    private static final int DATA_LENGTH = 15;

    private static final int DATA = 19;

    private PcscSpyControl() {}

    /// Appends the explanation of the thread's call, which succeeded.
    static void explain(TextBuffer out, PcscSpyThread thread, boolean older) {
        if (thread.controlCode == GET_FEATURE_REQUEST) {
            features(out, thread);
        } else if (thread.isFeature(Feature.GET_TLV_PROPERTIES.symbol())) {
            properties(out, thread.received, older);
        } else if (thread.isFeature(Feature.IFD_PIN_PROPERTIES.symbol())) {
            pinProperties(out, thread.received);
        } else if (thread.isFeature(Feature.VERIFY_PIN_DIRECT.symbol())) {
            verifyPin(out, thread.sent, thread.hidden);
        }
    }

    private static void features(TextBuffer out, PcscSpyThread thread) {
        out.append("  parsing CM_IOCTL_GET_FEATURE_REQUEST results:\n");
        var answer = thread.received;
        for (int at = 0; at + 6 <= answer.length(); at += 2 + answer.get(at + 1)) {
            int code = answer.slice(at + 2, at + 6).asBuffer().getInt();
            String name = PcscSpyNames.feature(answer.get(at));
            thread.controlNames.put(code, name);
            if (!name.equals(PcscSpyNames.UNKNOWN)) {
                thread.controlCodes.put(name, code);
            }
            out.append("  Tag ").append(name).append(" is 0x");
            out.append(Integer.toHexString(code).toUpperCase(Locale.ROOT)).append('\n');
        }
    }

    private static void properties(TextBuffer out, Bytes answer, boolean older) {
        out.append("  parsing FEATURE_GET_TLV_PROPERTIES results:\n");
        int known = older ? PROPERTIES_OF_OLDER : PROPERTIES.length;
        for (int at = 0; at + 2 <= answer.length(); at += 2 + answer.get(at + 1)) {
            int tag = answer.get(at);
            int length = answer.get(at + 1);
            boolean named = tag > 0 && tag <= known;
            out.append("  Tag: ")
                    .append(named ? "PCSCv2_PART10_PROPERTY_" + PROPERTIES[tag - 1] : PcscSpyNames.UNKNOWN)
                    .append("\n   Length:  ")
                    .decimal(length)
                    .append("\n   Value: [");
            int end = Math.min(at + 2 + length, answer.length());
            for (int i = at + 2; i < end; i++) {
                out.append(i == at + 2 ? "" : ", ").decimal(answer.get(i));
            }
            out.append("]\n");
        }
    }

    private static void pinProperties(TextBuffer out, Bytes answer) {
        out.append("  parsing FEATURE_IFD_PIN_PROPERTIES results:\n");
        if (answer.length() < 4) {
            return;
        }
        out.append("  wLcdLayout: ")
                .decimal(answer.get(0))
                .append(' ')
                .decimal(answer.get(1))
                .append("\n  bEntryValidationCondition: ")
                .decimal(answer.get(2))
                .append("\n  bTimeOut2: ")
                .decimal(answer.get(3))
                .append('\n');
    }

    private static void verifyPin(TextBuffer out, Bytes sent, String hidden) {
        out.append("  parsing FEATURE_VERIFY_PIN_DIRECT:\n");
        if (sent.length() < DATA_LENGTH) {
            return;
        }
        number(out, "bTimerOut", sent.get(0));
        number(out, "bTimerOut2", sent.get(1));
        number(out, "bmFormatString", sent.get(2));
        number(out, "bmPINBlockString", sent.get(3));
        number(out, "bmPINLengthFormat", sent.get(4));
        word(out, "wPINMaxExtraDigit", sent, 5);
        number(out, " Min", sent.get(6));
        number(out, " Max", sent.get(5));
        number(out, "bEntryValidationCondition", sent.get(7));
        number(out, "bNumberMessage", sent.get(8));
        word(out, "wLangId", sent, 9);
        number(out, "bMsgIndex", sent.get(11));
        out.append("  bTeoPrologue: ").decimal(sent.get(12)).append(' ').decimal(sent.get(13));
        out.append(' ').decimal(sent.get(14)).append('\n');
        if (sent.length() >= DATA) {
            int length = sent.slice(DATA_LENGTH, DATA)
                    .asBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getInt();
            out.append("  ulDataLength: ")
                    .decimal(Integer.toUnsignedLong(length))
                    .append('\n');
        } else {
            out.append("  ulDataLength: ").append(hidden).append('\n');
        }
        out.append("  APDU:\n");
        for (int at = DATA; at < sent.length(); at += PcscSpyHex.WIDTH) {
            var apdu = sent.from(DATA);
            PcscSpyHex.line(out.append("   "), apdu, at - DATA, Math.min(at - DATA + PcscSpyHex.WIDTH, apdu.length()));
            out.append('\n');
        }
        if (!hidden.isEmpty()) {
            out.append("   ").append(hidden).append('\n');
        }
    }

    private static void number(TextBuffer out, String name, int value) {
        out.append("  ").append(name).append(": ").decimal(value).append('\n');
    }

    private static void word(TextBuffer out, String name, Bytes bytes, int at) {
        out.append("  ").append(name).append(": 0x").hex2(bytes.get(at + 1)).hex2(bytes.get(at));
        out.append('\n');
    }
}
