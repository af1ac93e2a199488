package dev.puce.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.stream.IntStream;

/// The C library of Linux, with one thin method for each function. A result of -1 becomes the negated `errno`.
///
/// Pointers are plain addresses, because a `long` has the size of a pointer on every 64-bit Linux. A
/// `MemorySegment` for each call would be an allocation between a program and its card.
final class LibC {
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOENT = 2;
    static final int EPIPE = 32;
    static final int ERANGE = 34;
    static final int ECONNRESET = 104;
    static final int ECONNREFUSED = 111;

    /// Largest number of supplementary groups of a process.
    static final int MAX_GROUPS = 65536;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_VALUE =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> CALL_STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

    // int socket(int domain, int type, int protocol)
    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    // int bind(int fd, const struct sockaddr *address, socklen_t length)
    private static final MethodHandle BIND =
            function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    // int listen(int fd, int backlog)
    private static final MethodHandle LISTEN = function("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    // int connect(int fd, const struct sockaddr *address, socklen_t length)
    private static final MethodHandle CONNECT =
            function("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    // int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
    private static final MethodHandle ACCEPT4 =
            function("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    // int getsockopt(int fd, int level, int name, void *value, socklen_t *length)
    private static final MethodHandle GETSOCKOPT =
            function("getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    // int setsockopt(int fd, int level, int name, const void *value, socklen_t length)
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    // int poll(struct pollfd *fds, nfds_t count, int timeoutMillis)
    private static final MethodHandle POLL =
            function("poll", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    // ssize_t recv(int fd, void *buffer, size_t length, int flags)
    private static final MethodHandle RECV =
            function("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    // ssize_t send(int fd, const void *buffer, size_t length, int flags)
    private static final MethodHandle SEND =
            function("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    // int shutdown(int fd, int how)
    private static final MethodHandle SHUTDOWN =
            function("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    // int open(const char *path, int flags, ...)
    private static final MethodHandle OPEN = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            ERRNO,
            Linker.Option.firstVariadicArg(2));
    // int close(int fd)
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    // void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
    private static final MethodHandle MMAP = function(
            "mmap", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    // int munmap(void *address, size_t length)
    private static final MethodHandle MUNMAP =
            function("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

    // int prctl(int operation, ...)
    private static final MethodHandle PRCTL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("prctl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            ERRNO,
            Linker.Option.firstVariadicArg(1));

    // uid_t geteuid(void)
    private static final MethodHandle GETEUID = function("geteuid", FunctionDescriptor.of(JAVA_INT));
    // gid_t getegid(void)
    private static final MethodHandle GETEGID = function("getegid", FunctionDescriptor.of(JAVA_INT));
    // int getgroups(int count, gid_t list[])
    private static final MethodHandle GETGROUPS =
            function("getgroups", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    // long syscall(long number, ...)
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            ERRNO,
            Linker.Option.firstVariadicArg(1));

    private LibC() {}

    static int socket(int domain, int type, int protocol) {
        try {
            var state = CALL_STATE.get();
            return result((int) SOCKET.invokeExact(state, domain, type, protocol), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int bind(int fd, MemorySegment address) {
        try {
            var state = CALL_STATE.get();
            return result((int) BIND.invokeExact(state, fd, address, (int) address.byteSize()), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int listen(int fd, int backlog) {
        try {
            var state = CALL_STATE.get();
            return result((int) LISTEN.invokeExact(state, fd, backlog), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int connect(int fd, MemorySegment address) {
        try {
            var state = CALL_STATE.get();
            return result((int) CONNECT.invokeExact(state, fd, address, (int) address.byteSize()), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int accept(int fd, int flags) {
        try {
            var state = CALL_STATE.get();
            return result((int) ACCEPT4.invokeExact(state, fd, MemorySegment.NULL, MemorySegment.NULL, flags), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int getsockopt(int fd, int level, int name, MemorySegment value, MemorySegment length) {
        try {
            var state = CALL_STATE.get();
            return result((int) GETSOCKOPT.invokeExact(state, fd, level, name, value, length), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int setsockopt(int fd, int level, int name, MemorySegment value) {
        try {
            var state = CALL_STATE.get();
            return result((int) SETSOCKOPT.invokeExact(state, fd, level, name, value, (int) value.byteSize()), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int poll(long fds, long count, int timeoutMillis) {
        try {
            var state = CALL_STATE.get();
            return result((int) POLL.invokeExact(state, fds, count, timeoutMillis), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int recv(int fd, long buffer, int length, int flags) {
        try {
            var state = CALL_STATE.get();
            return result((int) (long) RECV.invokeExact(state, fd, buffer, (long) length, flags), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int send(int fd, long buffer, int length, int flags) {
        try {
            var state = CALL_STATE.get();
            return result((int) (long) SEND.invokeExact(state, fd, buffer, (long) length, flags), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int shutdown(int fd, int how) {
        try {
            var state = CALL_STATE.get();
            return result((int) SHUTDOWN.invokeExact(state, fd, how), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int open(MemorySegment path, int flags) {
        try {
            var state = CALL_STATE.get();
            return result((int) OPEN.invokeExact(state, path, flags), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int close(int fd) {
        try {
            var state = CALL_STATE.get();
            return result((int) CLOSE.invokeExact(state, fd), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    /// An address, or a negated error number. No address is that close to the end of the address space.
    static long mmap(long length, int protection, int flags) {
        try {
            var state = CALL_STATE.get();
            long address = (long) MMAP.invokeExact(state, 0L, length, protection, flags, -1, 0L);
            return address == -1 ? -(int) ERRNO_VALUE.get(state, 0L) : address;
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int munmap(long address, long length) {
        try {
            var state = CALL_STATE.get();
            return result((int) MUNMAP.invokeExact(state, address, length), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int prctl(int operation, long argument) {
        try {
            var state = CALL_STATE.get();
            return result((int) PRCTL.invokeExact(state, operation, argument, 0L, 0L, 0L), state);
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int geteuid() {
        try {
            return (int) GETEUID.invokeExact(CALL_STATE.get());
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static int getegid() {
        try {
            return (int) GETEGID.invokeExact(CALL_STATE.get());
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    /// The supplementary groups of this thread.
    static List<Integer> getgroups() {
        try (var arena = Arena.ofConfined()) {
            var state = CALL_STATE.get();
            var ids = arena.allocate(JAVA_INT, MAX_GROUPS);
            int count = (int) GETGROUPS.invokeExact(state, MAX_GROUPS, ids);
            return IntStream.range(0, count)
                    .mapToObj(i -> ids.getAtIndex(JAVA_INT, i))
                    .toList();
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    static long syscall(long number, long first, long second, long third) {
        try {
            var state = CALL_STATE.get();
            long returned = (long) SYSCALL.invokeExact(state, number, first, second, third);
            return returned == -1 ? -(int) ERRNO_VALUE.get(state, 0L) : returned;
        } catch (Throwable impossible) {
            throw impossible(impossible);
        }
    }

    private static int result(int returned, MemorySegment state) {
        return returned == -1 ? -(int) ERRNO_VALUE.get(state, 0L) : returned;
    }

    private static MethodHandle function(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, ERRNO);
    }

    static Error impossible(Throwable thrown) {
        return thrown instanceof Error error ? error : new AssertionError("a C function threw an exception", thrown);
    }
}
