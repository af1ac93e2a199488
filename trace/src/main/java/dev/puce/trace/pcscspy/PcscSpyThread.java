package dev.puce.trace.pcscspy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Function;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A thread in the pcsc-spy view: its column, its current call, its totals.
final class PcscSpyThread {
    final int number;

    /// The text in front of the thread's lines, after the spaces.
    final byte[] label;

    final PcscSpyTotals totals = new PcscSpyTotals();

    /// Control codes that the reader's features have; pcsc-spy knows them for each thread apart.
    final Map<Integer, String> controlNames = new HashMap<>();

    /// Features by name.
    final Map<String, Integer> controlCodes = new HashMap<>();

    Function function = Function.UNKNOWN;
    long beginMicros;
    long card;
    int controlCode;
    int attribute;
    boolean damaged;
    Bytes sent = Bytes.EMPTY;
    String hidden = "";
    Bytes received = Bytes.EMPTY;
    boolean isAnswerSecret;
    boolean isAnswered;
    String reader = "";
    long newCard;
    int disposition;

    /// The item whose line stands at [#lengthAt].
    LogItem held = LogItem.SEND_LENGTH;

    /// Position in the buffer of the line with the length of a command or response, until puce knows whether it is
    /// secret.
    int lengthAt = -1;

    PcscSpyThread(int number, boolean named) {
        this.number = number;
        label = (named ? " (t" + number + ") " : "").getBytes(StandardCharsets.US_ASCII);
        controlNames.put(0x42000001, "IOCTL_SMARTCARD_VENDOR_IFD_EXCHANGE");
        controlNames.put(PcscSpyControl.GET_FEATURE_REQUEST, "CM_IOCTL_GET_FEATURE_REQUEST");
    }

    void begin(Function newFunction, long micros) {
        function = newFunction;
        beginMicros = micros;
        damaged = false;
        sent = Bytes.EMPTY;
        hidden = "";
        received = Bytes.EMPTY;
        isAnswerSecret = false;
        isAnswered = false;
        reader = "";
        newCard = 0;
        disposition = 0;
    }

    String controlName(int code) {
        return controlNames.getOrDefault(code, PcscSpyNames.UNKNOWN);
    }

    boolean isFeature(String name) {
        return controlCodes.getOrDefault(name, controlCode + 1) == controlCode;
    }
}
