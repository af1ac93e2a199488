package dev.puce.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The Unix sockets of this network namespace and their connections, as the kernel lists them for `ss -x`. Every user
/// may read the table.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/sock_diag.7.html">sock_diag(7)</a>
public final class UnixSocketTable {
    private static final int AF_UNIX = 1;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int NETLINK_SOCK_DIAG = 4;

    // linux/netlink.h, linux/sock_diag.h, linux/unix_diag.h
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int NLM_F_REQUEST_DUMP = 0x1 | 0x300;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int MESSAGE_HEADER = 16; // struct nlmsghdr
    private static final int REQUEST = 24; // struct unix_diag_req
    private static final int ENTRY = 16; // struct unix_diag_msg
    private static final int ATTRIBUTE_HEADER = 4; // struct nlattr
    private static final int SHOW_NAME_FILE_AND_PEER = 0x1 | 0x2 | 0x4;
    private static final short NAME = 0;
    private static final short FILE = 1;
    private static final short PEER = 2;

    private static final int BUFFER = 1 << 16;

    private UnixSocketTable() {}

    /// A socket.
    ///
    /// @param inode its number, as in the link `socket:[inode]` of an open file
    /// @param name  the path that it, or the socket that accepted it, was bound to; empty without one
    /// @param file  the file that was made there, even if it has another name now
    /// @param peer  number of the socket at the other end; 0 without one
    private record Entry(long inode, String name, Optional<FileId> file, long peer) {
        boolean isBoundTo(Path path, FileId id) {
            return name.equals(path.toString()) || file.filter(id::equals).isPresent();
        }
    }

    /// The identity of a file.
    ///
    /// @param inode  number of the file, its low 32 bits
    /// @param device number of the file system as the kernel keeps it: major number from bit 20 on
    private record FileId(int inode, int device) {
        static FileId of(Path path) throws IOException {
            long inode = (long) Files.getAttribute(path, "unix:ino");
            long device = (long) Files.getAttribute(path, "unix:dev");
            long major = (device >>> 8) & 0xFFF;
            long minor = (device & 0xFF) | ((device >>> 12) & 0xFFF00);
            return new FileId((int) inode, (int) (major << 20 | minor));
        }
    }

    /// Returns the numbers of the sockets that are connected to the socket at a path. A daemon may have renamed its
    /// socket after it bound it.
    ///
    /// @throws IOException if there is no file at the path, or the kernel does not list its sockets
    public static Set<Long> clientsOf(Path path) throws IOException {
        Path real = path.toRealPath();
        FileId id = FileId.of(real);
        return read().stream()
                .filter(entry -> entry.peer() != 0 && entry.isBoundTo(real, id))
                .map(Entry::peer)
                .collect(Collectors.toSet());
    }

    /// Reads the table.
    ///
    /// @throws SystemCallException if the kernel does not list its sockets
    private static List<Entry> read() throws SystemCallException {
        int fd = check(
                "cannot ask the kernel for its sockets",
                LibC.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
        try (var arena = Arena.ofConfined()) {
            var request = request(arena);
            check(
                    "cannot ask the kernel for its sockets",
                    LibC.send(fd, request.address(), (int) request.byteSize(), 0));
            return receive(fd, arena.allocate(BUFFER, Long.BYTES));
        } finally {
            LibC.close(fd);
        }
    }

    private static MemorySegment request(Arena arena) {
        var request = arena.allocate(MESSAGE_HEADER + REQUEST, Long.BYTES);
        request.asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .putInt(MESSAGE_HEADER + REQUEST)
                .putShort((short) SOCK_DIAG_BY_FAMILY)
                .putShort((short) NLM_F_REQUEST_DUMP)
                .putInt(1) // sequence number
                .putInt(0) // port: the kernel
                .put((byte) AF_UNIX)
                .put((byte) 0) // protocol
                .putShort((short) 0)
                .putInt(-1) // all states
                .putInt(0) // all inodes
                .putInt(SHOW_NAME_FILE_AND_PEER);
        return request;
    }

    private static List<Entry> receive(int fd, MemorySegment buffer) throws SystemCallException {
        var entries = new ArrayList<Entry>();
        while (true) {
            int length = LibC.recv(fd, buffer.address(), (int) buffer.byteSize(), 0);
            if (length == -LibC.EINTR) {
                continue;
            }
            check("cannot read the kernel's list of sockets", length);
            var messages = buffer.asSlice(0, length).asByteBuffer().order(ByteOrder.nativeOrder());
            while (messages.remaining() >= MESSAGE_HEADER) {
                int start = messages.position();
                int size = messages.getInt(start);
                short type = messages.getShort(start + Integer.BYTES);
                if (type == NLMSG_DONE) {
                    return entries;
                }
                if (type == NLMSG_ERROR || size < MESSAGE_HEADER + ENTRY || size > messages.remaining()) {
                    int errno = type == NLMSG_ERROR ? -messages.getInt(start + MESSAGE_HEADER) : 0;
                    throw new SystemCallException("cannot read the kernel's list of sockets", errno);
                }
                entries.add(entry(messages.slice(start + MESSAGE_HEADER, size - MESSAGE_HEADER)
                        .order(ByteOrder.nativeOrder())));
                messages.position(Math.min(messages.limit(), start + aligned(size)));
            }
        }
    }

    /// Reads a `struct unix_diag_msg` (family, type, state, padding, inode, cookie) and its attributes.
    private static Entry entry(ByteBuffer message) {
        long inode = Integer.toUnsignedLong(message.getInt(4));
        String name = "";
        Optional<FileId> file = Optional.empty();
        long peer = 0;
        message.position(ENTRY);
        while (message.remaining() >= ATTRIBUTE_HEADER) {
            int start = message.position();
            int size = Short.toUnsignedInt(message.getShort(start));
            short type = message.getShort(start + 2);
            if (size < ATTRIBUTE_HEADER || size > message.remaining()) {
                break;
            }
            var value = message.slice(start + ATTRIBUTE_HEADER, size - ATTRIBUTE_HEADER)
                    .order(ByteOrder.nativeOrder());
            if (type == NAME) {
                name = StandardCharsets.UTF_8.decode(value).toString();
                int end = name.indexOf('\0', 1); // an abstract name begins with a zero byte
                name = end < 0 ? name : name.substring(0, end);
            } else if (type == FILE && value.remaining() >= 2 * Integer.BYTES) {
                file = Optional.of(new FileId(value.getInt(), value.getInt()));
            } else if (type == PEER && value.remaining() >= Integer.BYTES) {
                peer = Integer.toUnsignedLong(value.getInt());
            }
            message.position(Math.min(message.limit(), start + aligned(size)));
        }
        return new Entry(inode, name, file, peer);
    }

    private static int aligned(int size) {
        return (size + 3) & ~3;
    }

    private static int check(String attempted, int result) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(attempted, -result);
        }
        return result;
    }
}
