package dev.puce.spy.login;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What polkit takes a process for, as systemd's logind has noted it in the names of control groups.
///
/// @param session identifier of the login session, as in `session-3.scope`; empty for what is started beside sessions:
///                services of the system, and of a user's own systemd
/// @param owner   the user in whose slice the process is, as in `user-1000.slice`; empty for services of the system
/// @see <a href="https://www.freedesktop.org/software/systemd/man/latest/sd_pid_get_session.html">sd_pid_get_session(3)
/// and sd_pid_get_owner_uid(3)</a>
record Login(Optional<String> session, Optional<String> owner) {
    private static final Pattern SESSION = Pattern.compile("/session-([^/]+)\\.scope");
    private static final Pattern OWNER = Pattern.compile("/user-(\\d+)\\.slice");

    /// The login that the path of a control group tells of.
    static Login of(String controlGroup) {
        return new Login(first(SESSION, controlGroup), first(OWNER, controlGroup));
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
