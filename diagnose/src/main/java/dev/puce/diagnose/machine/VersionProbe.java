package dev.puce.diagnose.machine;

import dev.puce.pcsc.ReturnCode;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.ReplyDecoder;
import dev.puce.wire.Request;
import dev.puce.wire.RequestEncoder;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/// Asks the process at a socket for its version of pcsc-lite's protocol.
final class VersionProbe {
    private static final int BUFFER = 256;

    private VersionProbe() {}

    /// The answer.
    ///
    /// @param code    success, or the daemon's refusal of the newest version
    /// @param version the daemon's own version
    record Answer(ReturnCode code, ProtocolVersion version) {}

    /// Connects and asks. An interrupt ends the wait for the answer.
    ///
    /// @return the answer; empty if it is not one of a pcscd
    /// @throws IOException if there is no connection, or the process closes it without an answer. pcscd does so if
    ///                     polkit refuses the user.
    static Optional<Answer> ask(Path socket) throws IOException {
        var proposal = ProtocolVersion.V4_6;
        var request = new Request.Version(proposal.major(), proposal.minor());
        var decoder = new ReplyDecoder(ReaderEntry.USUAL_COUNT);
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            decoder.sent(request);
            channel.write(RequestEncoder.encode(request));
            var bytes = ByteBuffer.allocate(BUFFER);
            while (true) {
                if (channel.read(bytes.clear()) < 0) {
                    throw new EOFException("the connection was closed without an answer");
                }
                var answer = decoder.next(bytes.flip());
                if (answer.isPresent()) {
                    return answer(answer.get().reply());
                }
            }
        }
    }

    private static Optional<Answer> answer(Reply reply) {
        return reply instanceof Reply.Version(int major, int minor, int code)
                ? Optional.of(new Answer(new ReturnCode(code), new ProtocolVersion(major, minor)))
                : Optional.empty();
    }
}
