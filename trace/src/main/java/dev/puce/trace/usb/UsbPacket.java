package dev.puce.trace.usb;

import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// A USB transfer with data, as the host's controller driver saw it.
///
/// @param device   bus and device: `bus 1 device 5`
/// @param transfer how the data moved
/// @param isIn     whether the device sent it
/// @param data     the data
record UsbPacket(String device, Transfer transfer, boolean isIn, Bytes data) {
    /// Kinds of transfers that matter here.
    enum Transfer {
        INTERRUPT,
        CONTROL,
        BULK
    }

    private static final int USBMON = 189;
    private static final int USBMON_MMAPPED = 220;
    private static final int USBPCAP = 249;
    private static final int COMPLETE = 'C';

    static boolean isSupported(int linkType) {
        return linkType == USBMON || linkType == USBMON_MMAPPED || linkType == USBPCAP;
    }

    /// The transfer in a packet of a capture; empty if it has no data, or is of another kind.
    static Optional<UsbPacket> of(int linkType, Bytes packet) {
        return switch (linkType) {
            case USBMON -> usbmon(packet, 48);
            case USBMON_MMAPPED -> usbmon(packet, 64);
            case USBPCAP -> usbPcap(packet);
            default -> Optional.empty();
        };
    }

    /// Linux, `struct usbmon_packet`: type at 8, transfer at 9, endpoint at 10, device at 11, bus at 12.
    private static Optional<UsbPacket> usbmon(Bytes packet, int header) {
        if (packet.length() <= header) {
            return Optional.empty();
        }
        boolean isIn = (packet.get(10) & 0x80) != 0;
        boolean isComplete = packet.get(8) == COMPLETE;
        var transfer = transfer(packet.get(9));
        if (isIn != isComplete || transfer.isEmpty()) {
            return Optional.empty();
        }
        // Little-endian machines write the bus so; a big-endian one has it in the other byte.
        int bus = packet.get(12) | packet.get(13);
        return Optional.of(
                new UsbPacket("bus " + bus + " device " + packet.get(11), transfer.get(), isIn, packet.from(header)));
    }

    /// Windows, `USBPCAP_BUFFER_PACKET_HEADER`: length at 0, info at 16, bus at 17, device at 19, endpoint at 21,
    /// transfer at 22. Bit 0 of info is set when the device has answered.
    private static Optional<UsbPacket> usbPcap(Bytes packet) {
        if (packet.length() < 27) {
            return Optional.empty();
        }
        int header = packet.get(0) | packet.get(1) << 8;
        if (header < 27 || header >= packet.length()) {
            return Optional.empty();
        }
        boolean isComplete = (packet.get(16) & 1) != 0;
        boolean isIn = (packet.get(21) & 0x80) != 0;
        var transfer = transfer(packet.get(22));
        boolean isControl = transfer.isPresent() && transfer.get() == Transfer.CONTROL;
        if (transfer.isEmpty() || (!isControl && isIn != isComplete)) {
            return Optional.empty();
        }
        String device =
                "bus " + (packet.get(17) | packet.get(18) << 8) + " device " + (packet.get(19) | packet.get(20) << 8);
        return Optional.of(new UsbPacket(device, transfer.get(), isControl || isIn, packet.from(header)));
    }

    private static Optional<Transfer> transfer(int type) {
        return switch (type) {
            case 1 -> Optional.of(Transfer.INTERRUPT);
            case 2 -> Optional.of(Transfer.CONTROL);
            case 3 -> Optional.of(Transfer.BULK);
            default -> Optional.empty();
        };
    }
}
