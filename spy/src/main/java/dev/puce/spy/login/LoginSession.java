package dev.puce.spy.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What polkit takes a process for, as systemd's logind has noted it in the names of control groups, or elogind in
/// those of a session's and in the session's file.
///
/// @param session identifier of the login session, as in `session-3.scope`; empty for what is started beside sessions:
///                services of the system, and of a user's own systemd
/// @param owner   the user in whose slice the process is, as in `user-1000.slice`; empty for services of the system
/// @see <a href="https://www.freedesktop.org/software/systemd/man/latest/sd_pid_get_session.html">sd_pid_get_session(3)
/// and sd_pid_get_owner_uid(3)</a>
record LoginSession(Optional<String> session, Optional<String> owner) {
    private static final Pattern SESSION = Pattern.compile("/session-([^/]+)\\.scope");
    private static final Pattern OWNER = Pattern.compile("/user-(\\d+)\\.slice");

    /// An underscore escapes names that files of control groups could have.
    private static final Pattern FLAT_SESSION = Pattern.compile("^/_?([A-Za-z0-9]+)(?=/|$)");

    private static final String UID = "UID=";

    /// The login that the paths of control groups tell of.
    ///
    /// @param sessions where logind and elogind have a file for each session
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

    /// elogind's control groups are flat: `/SESSION`, or what is below. Others have such names too, but no such
    /// session.
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
        } catch (IOException | UncheckedIOException none) {
            return Optional.empty();
        }
    }

    private static Optional<String> first(Pattern pattern, String text) {
        return Optional.of(pattern.matcher(text)).filter(Matcher::find).map(found -> found.group(1));
    }

    /// For people.
    @Override
    public String toString() {
        return session.map(id -> "session " + id)
                .or(() -> owner.map(uid -> "the services of uid " + uid))
                .orElse("no session");
    }
}
