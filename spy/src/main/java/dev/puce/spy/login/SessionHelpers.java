package dev.puce.spy.login;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.ThreadIdentity;
import dev.puce.posix.UnixSocket;
import dev.puce.spy.relay.SessionConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The session helpers of a relay: one for each control group with connected programs.
///
/// No helper is started where it would change nothing: for a daemon that does not ask polkit, for programs of
/// puce's own session, and for root's programs (polkit admits root always). A puce that is not root serves only
/// its own user and may not move processes, so it starts none either.
public final class SessionHelpers implements SessionConnector, AutoCloseable {
    /// Installed with a pcscd that asks polkit, and only with such a pcscd.
    private static final Path POLICY = Path.of("/usr/share/polkit-1/actions/org.debian.pcsc-lite.policy");

    private static final int CHECK_SECONDS = 2;

    private final Optional<LoginSession> own;
    private final Map<ControlGroup, SessionHelper> helpers = new HashMap<>();
    private ScheduledExecutorService cleaner;
    private boolean closed;

    private SessionHelpers(Optional<LoginSession> own) {
        this.own = own;
    }

    /// The helpers that this machine needs. They are started later.
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

    @Override
    public boolean isNeededFor(PeerCredentials client) throws IOException {
        return own.isPresent()
                && client.uid() != 0
                && !ControlGroup.of(client.pid()).login().equals(own.get());
    }

    @Override
    public UnixSocket connect(Path socket, PeerCredentials client) throws IOException {
        var group = ControlGroup.of(client.pid());
        var request = new ConnectRequest(client, socket);
        try {
            var helper = helper(group);
            try {
                return helper.connect(request);
            } catch (SystemCallException byDaemon) {
                throw byDaemon;
            } catch (IOException helperHasEnded) {
                return helper(group).connect(request);
            }
        } catch (SystemCallException byDaemon) {
            throw byDaemon;
        } catch (IOException failed) {
            throw new IOException(
                    "it belongs to " + group.login() + ", but the daemon would assign it to " + own.orElseThrow()
                            + ", in which puce runs, and no helper process could be started there: "
                            + failed.getMessage(),
                    failed);
        }
    }

    private synchronized SessionHelper helper(ControlGroup group) throws IOException {
        if (closed) {
            throw new IOException("puce is ending");
        }
        var helper = helpers.get(group);
        if (helper == null || !helper.isAlive()) {
            helper = SessionHelper.in(group);
            helpers.put(group, helper);
            if (cleaner == null) {
                cleaner = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
                        .name("puce session helpers")
                        .daemon()
                        .factory());
                var _ = cleaner.scheduleWithFixedDelay(this::endIdle, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
            }
        }
        return helper;
    }

    /// Ends idle helpers. A helper would keep its session from ending.
    private synchronized void endIdle() {
        helpers.values().removeIf(helper -> {
            boolean idle = helper.hasBeenIdle();
            if (idle) {
                helper.close();
            }
            return idle;
        });
    }

    /// Ends all helpers. The connections that they made stay open.
    @Override
    public synchronized void close() {
        closed = true;
        helpers.values().forEach(SessionHelper::close);
        helpers.clear();
        if (cleaner != null) {
            cleaner.shutdownNow();
        }
    }
}
