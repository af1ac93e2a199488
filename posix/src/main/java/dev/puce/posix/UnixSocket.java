package dev.puce.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// A stream socket of the Unix domain whose sending and receiving never block; who wants to wait uses
/// [SocketPair#await].
///
/// Sending and receiving work on plain addresses and return the negated error number, so that moving bytes allocates
/// nothing. One thread owns a socket and closes it; only [#shutdown()] may be called by others, and only while the
/// owner has not closed it.
public final class UnixSocket implements AutoCloseable {
    /// Longest path of a socket, in bytes (`sun_path` less its terminating zero).
    public static final int MAX_PATH = 107;

    private static final int NONE = -1;
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

    // Numbers of system calls; the younger ones are the same on all architectures.
    private static final int PIDFD_OPEN = 434;
    private static final int PIDFD_GETFD = 438;

    private static final int FEW_GROUPS = 64;

    private int fd;
    private volatile boolean closed;

    private UnixSocket(int fd) {
        this.fd = fd;
    }

    /// A socket that listens at a path where nothing is yet. The file's mode is what the umask of the process
    /// leaves.
    ///
    /// @throws SystemCallException if the path is taken, or its directory not ours to write
    public static UnixSocket listen(Path path, int backlog) throws SystemCallException {
        var socket = open(SOCK_NONBLOCK);
        try (var arena = Arena.ofConfined()) {
            check("cannot bind a socket to " + path, LibC.bind(socket.fd, address(path, arena)));
            check("cannot listen at " + path, LibC.listen(socket.fd, backlog));
            return socket;
        } catch (SystemCallException failed) {
            socket.close();
            throw failed;
        }
    }

    /// A connection to whoever listens at a path. While the listener's queue is full it waits, in steps of a
    /// second.
    ///
    /// @param goOn asked before each further step of waiting
    /// @throws SystemCallException if nobody listens there, we may not connect, or waiting was given up
    public static UnixSocket connect(Path path, BooleanSupplier goOn) throws SystemCallException {
        var socket = open(0);
        try (var arena = Arena.ofConfined()) {
            var address = address(path, arena);
            var oneSecond = arena.allocate(2 * JAVA_LONG.byteSize()); // struct timeval
            oneSecond.set(JAVA_LONG, 0, 1);
            check(
                    "cannot limit the time of connecting",
                    LibC.setsockopt(socket.fd, SOL_SOCKET, SO_SNDTIMEO, oneSecond));
            int result;
            do {
                result = LibC.connect(socket.fd, address);
            } while (nothingYet(result) && goOn.getAsBoolean());
            check("cannot connect to " + path, result);
            return socket;
        } catch (SystemCallException | RuntimeException | Error failed) {
            socket.close();
            throw failed;
        }
    }

    /// A socket that another process of ours has, which keeps it, too.
    ///
    /// @param pid        the process
    /// @param descriptor the socket's number there
    /// @throws SystemCallException if there is no such socket, we may not trace the process, or Linux is older
    ///                             than 5.6
    /// @see <a href="https://man7.org/linux/man-pages/man2/pidfd_getfd.2.html">pidfd_getfd(2)</a>
    public static UnixSocket takeFrom(long pid, int descriptor) throws SystemCallException {
        int process = check("cannot open process " + pid, (int) LibC.syscall(PIDFD_OPEN, pid, 0, 0));
        try {
            int taken = (int) LibC.syscall(PIDFD_GETFD, process, descriptor, 0);
            return of(check("cannot take a socket from process " + pid, taken));
        } finally {
            LibC.close(process);
        }
    }

    /// Takes the next connection from the queue of a listening socket.
    ///
    /// @return the connection, or null if there is none
    /// @throws SystemCallException if it could not be taken, for example when no descriptor is left
    public UnixSocket accept() throws SystemCallException {
        var socket = new UnixSocket(NONE); // first: a connection that was taken would be lost if there were no heap
        int accepted = LibC.accept(fd, SOCK_CLOEXEC);
        if (accepted == -LibC.EAGAIN || accepted == -LibC.EINTR) {
            return null;
        }
        socket.fd = check("cannot accept a connection", accepted);
        return socket;
    }

    /// @throws OutOfMemoryError if there is no heap; the descriptor is closed then
    private static UnixSocket of(int descriptor) {
        try {
            return new UnixSocket(descriptor);
        } catch (OutOfMemoryError shortage) {
            LibC.close(descriptor);
            throw shortage;
        }
    }

    /// Who is at the other end.
    public PeerCredentials peer() throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            var ucred = arena.allocate(3 * JAVA_INT.byteSize());
            var length = arena.allocateFrom(JAVA_INT, (int) ucred.byteSize());
            check("cannot ask who the peer is", LibC.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, ucred, length));
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
            check("cannot ask for the peer's groups", result);
            return IntStream.range(0, count)
                    .mapToObj(i -> groups.getAtIndex(JAVA_INT, i))
                    .toList();
        }
    }

    /// Receives what is there.
    ///
    /// @return the number of bytes; 0 at the end of the stream; else a negated error number, see [#nothingYet],
    /// [#wasReset]
    public int receive(long address, int length) {
        return LibC.recv(fd, address, length, MSG_DONTWAIT);
    }

    /// Looks at what is there and leaves it there; see [#receive].
    public int peek(long address, int length) {
        return LibC.recv(fd, address, length, MSG_PEEK | MSG_DONTWAIT);
    }

    /// Receives what is there, and forgets it.
    ///
    /// @param address of memory that nobody needs
    public void discardReceived(long address, int length) {
        int received;
        do {
            received = receive(address, length);
        } while (received > 0);
    }

    /// Sends what fits.
    ///
    /// @return the number of bytes taken, or a negated error number
    public int send(long address, int length) {
        return LibC.send(fd, address, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    }

    /// Whether a result of [#receive] or [#send] means: try again later.
    public static boolean nothingYet(int result) {
        return result == -LibC.EAGAIN || result == -LibC.EINTR;
    }

    /// Whether a result of [#receive] means that the peer closed without having read everything we sent.
    public static boolean wasReset(int result) {
        return result == -LibC.ECONNRESET;
    }

    /// Tells the peer that nothing more will be sent.
    public void shutdownOutput() {
        LibC.shutdown(fd, SHUT_WR);
    }

    /// Ends both directions; a thread that waits for this socket wakes up.
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

    /// Whether its owner has closed it; may be asked by others.
    public boolean isClosed() {
        return closed;
    }

    /// Its number in this process, for another one that [takes][#takeFrom] it.
    public int descriptor() {
        return fd;
    }

    int fd() {
        return fd;
    }

    private static UnixSocket open(int flags) throws SystemCallException {
        return of(check("cannot make a socket", LibC.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0)));
    }

    /// `struct sockaddr_un`: the family, then the path and a zero.
    private static MemorySegment address(Path path, Arena arena) {
        var bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_PATH) {
            throw new IllegalArgumentException("the path of a socket has at most " + MAX_PATH + " bytes, this one has "
                    + bytes.length + ": " + path);
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
