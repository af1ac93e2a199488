package dev.puce.spy.attach;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.UnixSocket;
import dev.puce.spy.login.SessionHelpers;
import dev.puce.spy.relay.DaemonAtPath;
import dev.puce.spy.relay.DaemonConnector;
import dev.puce.spy.relay.Relay;
import java.io.IOException;
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

/// Holds a daemon's place while daemons come and go: when the daemon ends, programs find no socket, as without puce;
/// when one is there again, its place is taken again.
public final class Attachment implements DaemonConnector, AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration DAEMON_STARTS_WITHIN = Duration.ofSeconds(10);

    private final DaemonSocketFiles files;
    private final AttachLock lock;
    private final WatchService watch;
    private final SessionHelpers deputies = SessionHelpers.asNeeded();
    private final DaemonAtPath daemon;
    private final Thread thread =
            Thread.ofPlatform().name("puce attachment").daemon().unstarted(this::hold);

    /// Tells of daemons: who is told may be slow, or never listen, and must not keep the place from anybody.
    private final ExecutorService teller = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("puce incidents").daemon().factory());

    private Consumer<String> incidents = what -> {};
    private AttachedSocket attached;
    private Relay relay;
    private volatile boolean suspicious;
    private boolean daemonGone;
    private boolean ended;

    private Attachment(DaemonSocketFiles files, AttachLock lock, WatchService watch, AttachedSocket attached) {
        this.files = files;
        this.lock = lock;
        this.watch = watch;
        this.attached = attached;
        daemon = new DaemonAtPath(files.daemon(), deputies);
    }

    /// Takes the place of the daemon that listens at a path, after repairing what an earlier puce may have
    /// left there. Programs that connect wait until [#serve].
    ///
    /// @param place the daemon's path; if it is a symbolic link, the link stays and its target's place is taken
    /// @param told  is told what was repaired
    /// @throws AttachException if that cannot be done, with a reason and advice
    public static Attachment take(Path place, Consumer<String> told) throws IOException {
        var files = new DaemonSocketFiles(place);
        var lock = AttachLock.take(files);
        try {
            tell(files.repair(), told);
            if (!DaemonSocketFiles.isAlive(files.place())) {
                throw new AttachException("no PC/SC daemon listens at " + files.place() + ": start pcscd first");
            }
            return takePlace(files, lock);
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /// The watch first: there may be none left, and then the place must stay the daemon's.
    private static Attachment takePlace(DaemonSocketFiles files, AttachLock lock) throws IOException {
        var watch = files.place().getFileSystem().newWatchService();
        try {
            files.place()
                    .getParent()
                    .register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            return new Attachment(files, lock, watch, AttachedSocket.take(files));
        } catch (IOException | RuntimeException failed) {
            watch.close();
            throw failed;
        }
    }

    /// Repairs what a puce has left that was killed.
    ///
    /// @param place the daemon's path, or a symbolic link to it
    /// @param told  is told what was found
    /// @return whether there was anything to repair
    public static boolean repair(Path place, Consumer<String> told) throws IOException {
        var files = new DaemonSocketFiles(place);
        try (var _ = AttachLock.take(files)) {
            return tell(files.repair(), told);
        }
    }

    private static boolean tell(String what, Consumer<String> told) {
        if (!what.isEmpty()) {
            told.accept(what);
        }
        return !what.isEmpty();
    }

    /// Lets a relay serve the programs that connect.
    ///
    /// @param listener is told when daemons come and go
    public void serve(Relay server, Consumer<String> listener) {
        relay = server;
        incidents = listener;
        relay.listen(attached.socket());
        thread.start();
    }

    @Override
    public UnixSocket connect(PeerCredentials client, BooleanSupplier goOn) throws IOException {
        try {
            return daemon.connect(client, goOn);
        } catch (SystemCallException failed) {
            suspicious |= failed.nobodyListens();
            throw failed;
        }
    }

    @Override
    public void daemonEndedConnection() {
        suspicious = true;
    }

    private void hold() {
        try {
            while (true) {
                try {
                    var key = watch.poll(suspicious ? 0 : LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                    if (key != null) {
                        key.pollEvents();
                        key.reset();
                    }
                    look();
                } catch (OutOfMemoryError shortage) {
                    LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
                }
            }
        } catch (InterruptedException | java.nio.file.ClosedWatchServiceException end) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        if (ended) {
            return;
        }
        try {
            if (attached.isInPlace()) {
                if (suspicious && !daemon.isThere()) {
                    Files.deleteIfExists(files.place()); // or programs would connect, and see another error
                    gone();
                }
            } else if (!Files.exists(files.place(), LinkOption.NOFOLLOW_LINKS)) {
                gone();
            } else {
                takeAgain();
            }
        } catch (IOException failed) {
            ended = true;
            tell("no longer attached: " + failed.getMessage());
        }
        suspicious = false;
    }

    private void gone() {
        if (!daemonGone) {
            daemonGone = true;
            tell("the daemon has ended; waiting for the next one");
        }
    }

    private void tell(String incident) {
        teller.execute(() -> incidents.accept(incident));
    }

    private void takeAgain() throws IOException {
        if (!awaitListener()) {
            return; // looked at again when something changes
        }
        relay.stopListening(attached.socket());
        attached.giveBack();
        attached.close();
        attached = AttachedSocket.take(files);
        relay.listen(attached.socket());
        daemonGone = false;
        tell("a daemon has started; attached to it");
    }

    /// A daemon makes its file first and listens a moment later.
    private boolean awaitListener() {
        long end = System.nanoTime() + DAEMON_STARTS_WITHIN.toNanos();
        while (!DaemonSocketFiles.isAlive(files.place())) {
            if (System.nanoTime() - end > 0 || Thread.interrupted()) {
                return false;
            }
            LockSupport.parkNanos(10_000_000);
        }
        return true;
    }

    /// Gives the place back: whoever connects from now on reaches the daemon. Connections that exist stay.
    public synchronized void giveBack() throws IOException {
        if (!ended) {
            ended = true;
            attached.giveBack();
        }
    }

    /// Gives the place back, if that has not been done, and ends listening.
    @Override
    public void close() throws IOException {
        try {
            giveBack();
        } finally {
            deputies.close();
            attached.close();
            lock.close();
            closeWatch();
            finishTelling();
        }
    }

    private void finishTelling() {
        teller.shutdown();
        try {
            teller.awaitTermination(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /// On a thread of its own: the JVM's, which has to agree, may have died for want of memory.
    private void closeWatch() {
        var closing = Thread.ofPlatform().name("puce end of watch").daemon().start(() -> {
            try {
                watch.close();
            } catch (IOException notOpen) {
                // then there is nothing to end
            }
        });
        try {
            closing.join(LOOK_EVERY);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
