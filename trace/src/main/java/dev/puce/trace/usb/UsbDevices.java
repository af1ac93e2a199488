package dev.puce.trace.usb;

import dev.puce.iso7816.Bytes;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.ExchangeAssembler;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The devices of a capture. Readers are found by their descriptors, or without those by the shape of their messages.
final class UsbDevices {
    private static final int MOST_DEVICES = 1000;
    private static final int MOST_BYTES = 1 << 17;
    private static final int CONFIGURATION = 2;
    private static final int INTERFACE = 4;
    private static final int CCID_FUNCTIONS = 0x21;
    private static final int SMART_CARD_CLASS = 0x0B;

    private final ExchangeAssembler calls;
    private final ProblemListener problems;
    private final Map<String, CcidReader> readers = new HashMap<>();
    private final Set<String> others = new HashSet<>();
    private final Map<String, Bytes> unfinished = new HashMap<>();

    UsbDevices(ExchangeAssembler calls, ProblemListener problems) {
        this.calls = calls;
        this.problems = problems;
    }

    void packet(UsbCapture.Packet packet, long number) throws IOException {
        var usb = UsbPacket.of(packet.linkType(), packet.data());
        if (usb.isEmpty() || others.contains(usb.get().device())) {
            return;
        }
        var transfer = usb.get();
        switch (transfer.transfer()) {
            case CONTROL -> descriptor(transfer);
            case INTERRUPT -> {
                var reader = readers.get(transfer.device());
                if (reader != null && transfer.isIn()) {
                    reader.slotChange(packet.nanos(), transfer.data());
                }
            }
            case BULK -> {
                if (!packet.isWhole()) {
                    problems.problem(number, "the capture has kept a part of the packet; skipped");
                } else {
                    bulk(transfer, packet.nanos(), number);
                }
            }
        }
    }

    private void descriptor(UsbPacket packet) {
        var data = packet.data();
        if (data.length() < 9 || data.get(1) != CONFIGURATION || data.get(0) != 9) {
            return;
        }
        int wanted = data.get(2) | data.get(3) << 8;
        boolean isReader = false;
        for (int at = 0; at + 2 <= data.length() && data.get(at) >= 2; at += data.get(at)) {
            int end = at + data.get(at);
            if (data.get(at + 1) == INTERFACE && end <= data.length() && data.get(at) >= 9) {
                isReader |= data.get(at + 5) == SMART_CARD_CLASS;
            } else if (data.get(at + 1) == CCID_FUNCTIONS && data.get(at) == 54 && end <= data.length()) {
                int level = data.get(at + 42) & 7; // dwFeatures, bits 16 to 18
                reader(packet.device()).level(level);
            }
        }
        if (!isReader && data.length() >= wanted && others.size() < MOST_DEVICES) {
            others.add(packet.device());
        }
    }

    private CcidReader reader(String device) {
        if (readers.size() >= MOST_DEVICES) {
            readers.clear();
        }
        return readers.computeIfAbsent(device, _ -> new CcidReader("USB " + device, calls));
    }

    /// A message may span transfers.
    private void bulk(UsbPacket packet, long nanos, long number) throws IOException {
        String key = packet.device() + packet.isIn();
        var before = unfinished.remove(key);
        var bytes = before == null ? packet.data() : before.plus(packet.data());
        if (!CcidMessage.starts(bytes, packet.isIn())) {
            return;
        }
        long length = CcidMessage.length(bytes);
        if (length > bytes.length() && length <= MOST_BYTES && unfinished.size() < MOST_DEVICES) {
            unfinished.put(key, bytes);
            return;
        }
        var message = CcidMessage.of(bytes);
        if (message.isPresent()) {
            reader(packet.device()).message(nanos, message.get());
        } else if (readers.containsKey(packet.device())) {
            problems.problem(number, "the length of a message to or from the reader is wrong; skipped");
        }
    }
}
