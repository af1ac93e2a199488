package dev.puce.spy.attach;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.UnixSocket;
import dev.puce.spy.DaemonConnector;
import dev.puce.spy.live.SpySession;
import dev.puce.spy.login.SessionHelpers;
import dev.puce.spy.relay.DaemonAtPath;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Stays attached to a daemon's path while daemons come and go. If the daemon ends, programs find no socket, as
/// without puce. If a daemon starts, its socket is replaced again.
public final class Attachment implements DaemonConnector, AutoCloseable {
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final long START_POLL_NANOS = 10_000_000;

    private final DaemonSocketFiles files;
    private final AttachLock lock;
    private final WatchService watch;
    private final SessionHelpers helpers = SessionHelpers.asNeeded();
    private final DaemonAtPath daemon;
    private final Thread thread =
            Thread.ofPlatform().name("puce attachment").daemon().unstarted(this::stayAttached);

    /// Reports incidents. A listener may block, and must not delay the work on the sockets.
    private final ExecutorService reporter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("puce incidents").daemon().factory());

    private AttachedSocket attached;
    private SpySession session;
    private volatile boolean checkRequested;
    private boolean daemonGone;
    private boolean ended;

    private Attachment(DaemonSocketFiles files, AttachLock lock, WatchService watch, AttachedSocket attached) {
        this.files = files;
        this.lock = lock;
        this.watch = watch;
        this.attached = attached;
        daemon = new DaemonAtPath(files.daemon(), helpers);
    }

    /// Replaces the socket of the daemon that listens at a path, after repairing what a killed puce may have
    /// left there. Programs that connect wait until [#serve].
    ///
    /// @param place  the daemon's path; a symbolic link stays, and its target is replaced
    /// @param report receives a description of each repair
    /// @throws AttachException if that fails, with the reason and a remedy
    public static Attachment take(Path place, Consumer<String> report) throws IOException {
        var files = new DaemonSocketFiles(place);
        var lock = AttachLock.take(files);
        try {
            files.repair().ifPresent(report);
            if (!DaemonSocketFiles.isListening(files.place())) {
                throw new AttachException("no PC/SC daemon listens at " + files.place() + ": start pcscd first");
            }
            return attach(files, lock);
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /// Creates the watch first. The system may have none left, and then the daemon's socket must stay.
    private static Attachment attach(DaemonSocketFiles files, AttachLock lock) throws IOException {
        var watch = files.place().getFileSystem().newWatchService();
        try {
            files.place()
                    .getParent()
                    .register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            return new Attachment(files, lock, watch, AttachedSocket.replace(files));
        } catch (IOException | RuntimeException failed) {
            watch.close();
            throw failed;
        }
    }

    /// Repairs what a killed puce has left.
    ///
    /// @param place  the daemon's path, or a symbolic link to it
    /// @param report receives a description of the repair
    /// @return whether there was anything to repair
    public static boolean repair(Path place, Consumer<String> report) throws IOException {
        var files = new DaemonSocketFiles(place);
        try (var _ = AttachLock.take(files)) {
            var repaired = files.repair();
            repaired.ifPresent(report);
            return repaired.isPresent();
        }
    }

    /// Lets a session serve the programs that connect. It also gets an incident when a daemon starts or ends.
    public void serve(SpySession newSession) {
        session = newSession;
        session.listen(attached.socket());
        thread.start();
    }

    @Override
    public UnixSocket connect(PeerCredentials client, BooleanSupplier keepTrying) throws IOException {
        try {
            return daemon.connect(client, keepTrying);
        } catch (SystemCallException failed) {
            checkRequested |= failed.meansNoListener();
            throw failed;
        }
    }

    @Override
    public void daemonEndedConnection() {
        checkRequested = true;
    }

    private void stayAttached() {
        try {
            while (true) {
                var key = watch.poll(checkRequested ? 0 : CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
                check();
            }
        } catch (InterruptedException | ClosedWatchServiceException end) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void check() {
        if (ended) {
            return;
        }
        try {
            if (attached.isInPlace()) {
                if (checkRequested && !daemon.isListening()) {
                    Files.deleteIfExists(files.place()); // or programs would connect, and see a different error
                    daemonEnded();
                }
            } else if (!Files.exists(files.place(), LinkOption.NOFOLLOW_LINKS)) {
                daemonEnded();
            } else {
                attachAgain();
            }
        } catch (IOException failed) {
            ended = true;
            report("no longer attached: " + failed.getMessage());
        }
        checkRequested = false;
    }

    private void daemonEnded() {
        if (!daemonGone) {
            daemonGone = true;
            report("the daemon has ended; waiting for the next one");
        }
    }

    private void report(String incident) {
        reporter.execute(() -> session.incident(incident));
    }

    private void attachAgain() throws IOException {
        if (!awaitListener()) {
            return; // the next change causes another check
        }
        session.stopListening(attached.socket());
        attached.restore();
        attached.close();
        attached = AttachedSocket.replace(files);
        session.listen(attached.socket());
        daemonGone = false;
        report("a daemon has started; attached to it");
    }

    /// A daemon creates its file first and listens a moment later.
    private boolean awaitListener() {
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!DaemonSocketFiles.isListening(files.place())) {
            if (System.nanoTime() - end > 0 || Thread.interrupted()) {
                return false;
            }
            LockSupport.parkNanos(START_POLL_NANOS);
        }
        return true;
    }

    /// Restores the daemon's socket. New connections reach the daemon. Existing connections stay open.
    public synchronized void restore() throws IOException {
        if (!ended) {
            ended = true;
            attached.restore();
        }
    }

    /// Restores the daemon's socket, if that was not done, and stops listening.
    @Override
    public void close() throws IOException {
        try {
            restore();
        } finally {
            helpers.close();
            attached.close();
            lock.close();
            watch.close();
            awaitReports();
        }
    }

    private void awaitReports() {
        reporter.shutdown();
        try {
            reporter.awaitTermination(CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
