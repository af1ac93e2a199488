package dev.puce.spy.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The login session that polkit assigns to a process. systemd's logind encodes it in the names of control groups;
/// elogind uses the name of the session's control group and the session's file.
///
/// @param session identifier of the login session, as in `session-3.scope`; empty outside of sessions: for system
///                services and the services of a user's systemd
/// @param owner   user id of the process's slice, as in `user-1000.slice`; empty for system services
/// @see <a
/// href="https://www.freedesktop.org/software/systemd/man/latest/sd_pid_get_session.html">sd_pid_get_session(3)
/// and sd_pid_get_owner_uid(3)</a>
record LoginSession(Optional<String> session, Optional<String> owner) {
    private static final Pattern SESSION = Pattern.compile("/session-([^/]+)\\.scope");
    private static final Pattern OWNER = Pattern.compile("/user-(\\d+)\\.slice");

    /// An underscore escapes names that control groups use for their files.
    private static final Pattern FLAT_SESSION = Pattern.compile("^/_?([A-Za-z0-9]+)(?=/|$)");

    private static final String UID = "UID=";

    /// Derives the login session from the paths of control groups.
    ///
    /// @param sessions directory in which logind and elogind keep a file for each session
    static LoginSession of(List<String> controlGroups, Path sessions) {
        var all = String.join("", controlGroups);
        var login = new LoginSession(first(SESSION, all), first(OWNER, all));
        return login.session().isPresent() || login.owner().isPresent()
                ? login
                : controlGroups.stream()
                        .flatMap(group -> elogind(group, sessions).stream())
                        .findFirst()
                        .orElse(login);
    }

    /// elogind's control groups are flat: `/SESSION` and below. Other groups may have such names too, but no
    /// session file.
    private static Optional<LoginSession> elogind(String controlGroup, Path sessions) {
        return first(FLAT_SESSION, controlGroup)
                .flatMap(id ->
                        uid(sessions.resolve(id)).map(uid -> new LoginSession(Optional.of(id), Optional.of(uid))));
    }

    private static Optional<String> uid(Path session) {
        try (var lines = Files.lines(session)) {
            return lines.filter(line -> line.startsWith(UID))
                    .map(line -> line.substring(UID.length()))
                    .findFirst();
        } catch (IOException | UncheckedIOException noSession) {
            return Optional.empty();
        }
    }

    private static Optional<String> first(Pattern pattern, String text) {
        return Optional.of(pattern.matcher(text)).filter(Matcher::find).map(found -> found.group(1));
    }

    /// Describes the session in messages.
    @Override
    public String toString() {
        return session.map(id -> "session " + id)
                .or(() -> owner.map(uid -> "the services of uid " + uid))
                .orElse("no session");
    }
}
