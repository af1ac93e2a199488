package dev.puce.spy.login;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.ThreadIdentity;
import dev.puce.posix.UnixSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The deputies of a relay: one for each control group from which programs come, as long as they have
/// connections.
///
/// There are none where they would change nothing: for a daemon that does not ask polkit, for programs of the
/// login session that puce runs in, for root's (polkit lets root do everything), and for a puce that is not
/// root, which serves its own user only and may not put processes anywhere.
public final class SessionHelpers implements AutoCloseable {
    /// Comes with a pcscd that asks polkit, and not with one that does not.
    private static final Path POLICY = Path.of("/usr/share/polkit-1/actions/org.debian.pcsc-lite.policy");

    private static final int LOOK_EVERY_SECONDS = 2;

    private final Optional<LoginSession> own;
    private final Map<ControlGroup, SessionHelper> deputies = new HashMap<>();
    private ScheduledExecutorService cleaner;
    private boolean closed;

    private SessionHelpers(Optional<LoginSession> own) {
        this.own = own;
    }

    /// Those that this machine makes necessary; nobody is started yet.
    public static SessionHelpers asNeeded() {
        if (!ThreadIdentity.isRoot() || !Files.exists(POLICY)) {
            return new SessionHelpers(Optional.empty());
        }
        try {
            var group = ControlGroup.of(ProcessHandle.current().pid());
            return new SessionHelpers(Optional.of(group.login()));
        } catch (IOException noControlGroups) {
            return new SessionHelpers(Optional.empty());
        }
    }

    /// Whether polkit would take a connection of ours for one of another login than the client's.
    ///
    /// @throws IOException if that cannot be told, mostly because the client has gone
    public boolean areNeededFor(PeerCredentials client) throws IOException {
        return own.isPresent()
                && client.uid() != 0
                && !ControlGroup.of(client.pid()).login().equals(own.get());
    }

    /// Connects as the client, from within its control group.
    ///
    /// @throws SystemCallException if the daemon cannot be reached
    /// @throws IOException         if that is not possible; the message says why
    public UnixSocket connect(Path socket, PeerCredentials client) throws IOException {
        var group = ControlGroup.of(client.pid());
        var order = new ConnectRequest(client, socket);
        try {
            var deputy = deputy(group);
            try {
                return deputy.connect(order);
            } catch (SystemCallException daemons) {
                throw daemons;
            } catch (IOException dismissedMeanwhile) {
                return deputy(group).connect(order);
            }
        } catch (SystemCallException daemons) {
            throw daemons;
        } catch (IOException failed) {
            throw new IOException(
                    "it belongs to " + group.login() + ", the daemon would take it for one of " + own.orElseThrow()
                            + ", in which puce runs, and no process could be started there: " + failed.getMessage(),
                    failed);
        }
    }

    private synchronized SessionHelper deputy(ControlGroup group) throws IOException {
        if (closed) {
            throw new IOException("puce ends");
        }
        var deputy = deputies.get(group);
        if (deputy == null || !deputy.isAlive()) {
            deputy = SessionHelper.in(group);
            deputies.put(group, deputy);
            if (cleaner == null) {
                cleaner = Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("puce deputies").daemon().factory());
                var _ = cleaner.scheduleWithFixedDelay(
                        this::dismissIdleDespiteShortage, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
            }
        }
        return deputy;
    }

    /// What throws is not scheduled again.
    private void dismissIdleDespiteShortage() {
        try {
            dismissIdle();
        } catch (OutOfMemoryError shortage) {
            // looked at again soon
        }
    }

    /// A deputy would keep the session from ending in which it waits.
    private synchronized void dismissIdle() {
        deputies.values().removeIf(deputy -> {
            boolean dismissed = deputy.hasBeenIdle();
            if (dismissed) {
                deputy.close();
            }
            return dismissed;
        });
    }

    /// Ends them all; connections that they made go on.
    @Override
    public synchronized void close() {
        closed = true;
        deputies.values().forEach(SessionHelper::close);
        deputies.clear();
        if (cleaner != null) {
            cleaner.shutdownNow();
        }
    }
}
