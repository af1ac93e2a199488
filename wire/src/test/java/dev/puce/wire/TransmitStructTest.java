package dev.puce.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TransmitStructTest {
    private static final Bytes COMMAND = Bytes.hex("00 A4 04 00 02 3F 00");
    private static final Request.Transmit REQUEST = new Request.Transmit(0x1234, 2, 16, 2, 16, 258, COMMAND);

    @Test
    void put_writes_the_same_bytes_as_the_request_encoder() {
        var out = ByteBuffer.allocate(TransmitStruct.REQUEST_SIZE + COMMAND.length());
        TransmitStruct.put(out, 0x1234, 2, 16, 258, COMMAND.toArray());
        assertThat(out.flip()).isEqualTo(RequestEncoder.encode(REQUEST));
    }

    @Test
    void accessors_read_replies_of_the_reply_encoder() {
        ByteBuffer success = ReplyEncoder.encode(REQUEST, Reply.Transmit.success(2, 16, Bytes.hex("6A82")));
        assertThat(TransmitStruct.returnCode(success)).isZero();
        assertThat(TransmitStruct.length(success)).isEqualTo(2);
        assertThat(success.remaining()).isEqualTo(TransmitStruct.REPLY_SIZE + 2);
        var tooSmall = new Reply.Transmit(2, 16, 300, Bytes.EMPTY, 0x80100008);
        ByteBuffer failure = ReplyEncoder.encode(REQUEST, tooSmall);
        assertThat(TransmitStruct.returnCode(failure)).isEqualTo(0x80100008);
        assertThat(TransmitStruct.length(failure)).isEqualTo(300);
    }
}
