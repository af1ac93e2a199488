package dev.puce.wire;

import java.nio.ByteBuffer;

/// Encodes and decodes TRANSMIT without allocation, between the caller's arrays and the socket's buffers. The
/// bytes are the same as those of [RequestEncoder] and [ReplyDecoder]. `bench/transmit/run.sh` measures it.
public final class TransmitStruct {
    /// Size of header and struct before the command APDU, in bytes.
    public static final int REQUEST_SIZE = Layout.HEADER + Command.TRANSMIT.requestSize();

    /// Size of the struct before the response APDU, in bytes.
    public static final int REPLY_SIZE = Command.TRANSMIT.replySize();

    private static final int LENGTH = 24;
    private static final int RETURN_CODE = 28;

    private TransmitStruct() {}

    /// Writes header, struct and command APDU into the buffer. Both PCIs contain the protocol.
    ///
    /// @param pciLength  length in both PCIs, in bytes
    /// @param recvLength size of the caller's receive buffer, in bytes
    public static void put(ByteBuffer out, int card, int protocol, int pciLength, int recvLength, byte[] command) {
        out.order(Layout.ORDER);
        out.putInt(Command.TRANSMIT.requestSize()).putInt(Command.TRANSMIT.number());
        out.putInt(card).putInt(protocol).putInt(pciLength).putInt(command.length);
        out.putInt(protocol).putInt(pciLength).putInt(recvLength).putInt(0);
        out.put(command);
    }

    /// Returns the return code of a reply that starts at index 0.
    public static int returnCode(ByteBuffer reply) {
        return reply.order(Layout.ORDER).getInt(RETURN_CODE);
    }

    /// Returns the length of the response APDU of a reply that starts at index 0, in bytes. The APDU itself
    /// follows only if the return code is 0.
    public static int length(ByteBuffer reply) {
        return reply.order(Layout.ORDER).getInt(LENGTH);
    }
}
