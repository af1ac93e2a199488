package dev.puce.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// A Unix stream socket. Sending and receiving never block; [SocketPair#await] waits.
///
/// Sending and receiving use plain addresses and return the negated error number, so moving bytes allocates
/// nothing. One thread owns a socket and closes it. Other threads may only call [#shutdown()], and only before
/// the owner closes the socket.
public final class UnixSocket implements Closeable {
    /// Longest path of a socket, in bytes (`sun_path` less its terminating zero).
    public static final int MAX_PATH = 107;

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SO_PEERGROUPS = 59;
    private static final int SO_SNDTIMEO = 21;
    private static final int MSG_PEEK = 2;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SHUT_WR = 1;
    private static final int SHUT_RDWR = 2;

    // Numbers of system calls. Newer system calls have the same number on all architectures.
    private static final int PIDFD_OPEN = 434;
    private static final int PIDFD_GETFD = 438;

    private static final int FEW_GROUPS = 64;

    private final int fd;
    private volatile boolean closed;

    private UnixSocket(int fd) {
        this.fd = fd;
    }

    /// A socket that listens at a free path. The umask determines the file's mode; see [SocketFile#create].
    ///
    /// @throws SystemCallException if the path is in use, or its directory cannot be written
    public static UnixSocket listen(Path path, int backlog) throws SystemCallException {
        var socket = open(SOCK_NONBLOCK);
        try (var arena = Arena.ofConfined()) {
            check("cannot bind a socket to " + path, LibC.bind(socket.fd, address(path, arena)));
            check("cannot listen at " + path, LibC.listen(socket.fd, backlog));
            return socket;
        } catch (SystemCallException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    /// A connection to the process that listens at a path. While its queue is full, this method waits in steps
    /// of a second.
    ///
    /// @param keepTrying asked before each further step
    /// @throws SystemCallException if no process listens there, we may not connect, or the queue stayed full
    public static UnixSocket connect(Path path, BooleanSupplier keepTrying) throws SystemCallException {
        var socket = open(0);
        try (var arena = Arena.ofConfined()) {
            var address = address(path, arena);
            var oneSecond = arena.allocate(2 * JAVA_LONG.byteSize()); // struct timeval
            oneSecond.set(JAVA_LONG, 0, 1);
            check(
                    "cannot set a timeout for connecting",
                    LibC.setsockopt(socket.fd, SOL_SOCKET, SO_SNDTIMEO, oneSecond));
            int result;
            do {
                result = LibC.connect(socket.fd, address);
            } while (wouldBlock(result) && keepTrying.getAsBoolean());
            check("cannot connect to " + path, result);
            return socket;
        } catch (SystemCallException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    /// Duplicates a socket of another process of ours. That process keeps its descriptor.
    ///
    /// @param pid        the process
    /// @param descriptor the socket's descriptor in that process
    /// @throws SystemCallException if the socket does not exist, we may not trace the process, or Linux is
    ///                             older than 5.6
    /// @see <a href="https://man7.org/linux/man-pages/man2/pidfd_getfd.2.html">pidfd_getfd(2)</a>
    public static UnixSocket takeFrom(long pid, int descriptor) throws SystemCallException {
        int process = check("cannot open process " + pid, (int) LibC.syscall(PIDFD_OPEN, pid, 0, 0));
        try {
            int taken = (int) LibC.syscall(PIDFD_GETFD, process, descriptor, 0);
            return new UnixSocket(check("cannot take a socket from process " + pid, taken));
        } finally {
            LibC.close(process);
        }
    }

    /// Takes the next connection from the queue of a listening socket.
    ///
    /// @return the connection, or null if there is none
    /// @throws SystemCallException if it could not be taken, for example when no descriptor is left
    public UnixSocket accept() throws SystemCallException {
        int accepted = LibC.accept(fd, SOCK_CLOEXEC);
        if (accepted == -LibC.EAGAIN || accepted == -LibC.EINTR) {
            return null;
        }
        return new UnixSocket(check("cannot accept a connection", accepted));
    }

    /// The identity of the peer.
    public PeerCredentials peer() throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var ucred = arena.allocate(3 * JAVA_INT.byteSize());
            var length = arena.allocateFrom(JAVA_INT, (int) ucred.byteSize());
            check("cannot read the peer's identity", LibC.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, ucred, length));
            return new PeerCredentials(
                    ucred.getAtIndex(JAVA_INT, 0),
                    ucred.getAtIndex(JAVA_INT, 1),
                    ucred.getAtIndex(JAVA_INT, 2),
                    peerGroups(arena));
        }
    }

    private List<Integer> peerGroups(Arena arena) throws SystemCallException {
        var length = arena.allocate(JAVA_INT);
        int room = FEW_GROUPS;
        while (true) {
            var groups = arena.allocate(JAVA_INT, room);
            length.set(JAVA_INT, 0, (int) groups.byteSize());
            int result = LibC.getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, length);
            int count = length.get(JAVA_INT, 0) / (int) JAVA_INT.byteSize();
            if (result == -LibC.ERANGE && count > room) {
                room = count;
                continue;
            }
            check("cannot read the peer's groups", result);
            return IntStream.range(0, count)
                    .mapToObj(i -> groups.getAtIndex(JAVA_INT, i))
                    .toList();
        }
    }

    /// Receives the bytes that have arrived.
    ///
    /// @return the number of bytes, 0 at the end of the stream, or a negated error number (see [#wouldBlock])
    public int receive(long address, int length) {
        return LibC.recv(fd, address, length, MSG_DONTWAIT);
    }

    /// Copies the bytes that have arrived and leaves them in the queue; see [#receive].
    public int peek(long address, int length) {
        return LibC.recv(fd, address, length, MSG_PEEK | MSG_DONTWAIT);
    }

    /// Receives and drops the bytes that have arrived.
    ///
    /// @param address unused memory
    public void discardReceived(long address, int length) {
        int received;
        do {
            received = receive(address, length);
        } while (received > 0);
    }

    /// Sends as many bytes as the peer's queue accepts.
    ///
    /// @return the number of bytes, or a negated error number
    public int send(long address, int length) {
        return LibC.send(fd, address, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    }

    /// Whether a result of [#receive] or [#send] means "try again later".
    public static boolean wouldBlock(int result) {
        return result == -LibC.EAGAIN || result == -LibC.EINTR;
    }

    /// Stops sending. The peer sees the end of the stream.
    public void shutdownOutput() {
        LibC.shutdown(fd, SHUT_WR);
    }

    /// Ends both directions. A thread that waits for this socket wakes up.
    public void shutdown() {
        LibC.shutdown(fd, SHUT_RDWR);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            LibC.close(fd);
        }
    }

    /// Whether the owner has closed it. Any thread may call this.
    public boolean isClosed() {
        return closed;
    }

    /// Its descriptor in this process, for another process that [takes][#takeFrom] it.
    public int descriptor() {
        return fd;
    }

    int fd() {
        return fd;
    }

    private static UnixSocket open(int flags) throws SystemCallException {
        return new UnixSocket(
                check("cannot create a socket", LibC.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0)));
    }

    /// `struct sockaddr_un`: the family, then the path and a zero.
    private static MemorySegment address(Path path, Arena arena) {
        var bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_PATH) {
            throw new IllegalArgumentException("the path of a socket is limited to " + MAX_PATH
                    + " bytes, but this one has " + bytes.length + ": " + path);
        }
        var address = arena.allocate(2 + bytes.length + 1L);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 2, bytes.length);
        return address;
    }

    private static int check(String attempted, int result) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(attempted, -result);
        }
        return result;
    }
}
