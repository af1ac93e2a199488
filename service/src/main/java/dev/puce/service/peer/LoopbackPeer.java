package dev.puce.service.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/// Finds the user of a TCP connection's peer on the same machine, in the kernel's tables of connections.
///
/// @see <a href="https://docs.kernel.org/networking/proc_net_tcp.html">/proc/net/tcp</a>
public final class LoopbackPeer {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int UID = 7;
    private static final String ESTABLISHED = "01";

    private LoopbackPeer() {}

    /// Returns the user id of the peer; empty if no table has the connection.
    ///
    /// @param peer  address of the peer's end of the connection
    /// @param local address of our end
    public static OptionalInt user(InetSocketAddress peer, InetSocketAddress local) {
        for (Path table : TABLES) {
            try (var rows = Files.lines(table)) {
                OptionalInt user = rows.skip(1)
                        .map(row -> row.strip().split("\\s+", -1))
                        .filter(cells -> cells.length > UID
                                && cells[STATE].equals(ESTABLISHED)
                                && peer.equals(address(cells[LOCAL]))
                                && local.equals(address(cells[REMOTE])))
                        .mapToInt(cells -> Integer.parseUnsignedInt(cells[UID]))
                        .findFirst();
                if (user.isPresent()) {
                    return user;
                }
            } catch (IOException _) {
                // a system without this table, for example without IPv6
            }
        }
        return OptionalInt.empty();
    }

    /// Parses an address such as `0100007F:8C7B`: 32-bit words in the machine's byte order, and the port.
    static InetSocketAddress address(String text) {
        int colon = text.indexOf(':');
        byte[] bytes = HexFormat.of().parseHex(text, 0, colon);
        ByteBuffer words = ByteBuffer.wrap(bytes);
        for (int i = 0; i < bytes.length; i += Integer.BYTES) {
            int word = words.order(ByteOrder.BIG_ENDIAN).getInt(i);
            words.order(ByteOrder.nativeOrder()).putInt(i, word);
        }
        try {
            // an IPv4 address in IPv6 notation becomes an IPv4 address, as in Java's sockets
            return new InetSocketAddress(
                    InetAddress.getByAddress(bytes), Integer.parseInt(text, colon + 1, text.length(), 16));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not an address of the kernel", e);
        }
    }
}
