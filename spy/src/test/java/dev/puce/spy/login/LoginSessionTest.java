package dev.puce.spy.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginSessionTest {
    @Test
    void session_has_an_owner() {
        var login = ControlGroup.parse("0::/user.slice/user-1000.slice/session-c2.scope\n")
                .login();
        assertThat(login).isEqualTo(new LoginSession(Optional.of("c2"), Optional.of("1000")));
        assertThat(login).hasToString("session c2");
    }

    @Test
    void programs_started_by_a_desktop_are_user_services() {
        var login = ControlGroup.parse(
                        "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-firefox-4711.scope\n")
                .login();
        assertThat(login).isEqualTo(new LoginSession(Optional.empty(), Optional.of("1000")));
        assertThat(login).hasToString("the services of uid 1000");
    }

    @Test
    void system_services_have_neither_session_nor_owner() {
        var login = ControlGroup.parse("0::/system.slice/openvpn.service\n").login();
        assertThat(login).isEqualTo(new LoginSession(Optional.empty(), Optional.empty()));
        assertThat(login).hasToString("no session");
    }

    /// Written by elogind 255.
    private static final String SESSION_FILE = """
            # This is private data. Do not parse.
            UID=1000
            USER=waldo
            ACTIVE=1
            IS_DISPLAY=1
            STATE=active
            REMOTE=0
            TYPE=x11
            CLASS=user
            SEAT=seat0
            LEADER=4711
            """;

    @Test
    void elogind_has_a_flat_control_group_for_each_session(@TempDir Path sessions) throws Exception {
        Files.writeString(sessions.resolve("3"), SESSION_FILE);
        var session = new LoginSession(Optional.of("3"), Optional.of("1000"));
        for (var cgroup : new String[] {
            "0::/3\n",
            "0::/_3/delegated/app\n",
            "0::/3/session\n",
            "9:memory:/\n1:name=elogind:/3\n0::/\n",
            "1:name=openrc:/3\n0::/openrc.dbus\n"
        }) {
            assertThat(ControlGroup.parse(cgroup).login(sessions)).as(cgroup).isEqualTo(session);
        }
    }

    @Test
    void flat_control_group_without_session_file_is_not_a_session(@TempDir Path sessions) throws Exception {
        Files.writeString(sessions.resolve("3"), SESSION_FILE);
        Files.writeString(sessions.resolve("5"), "# nobody's\n");
        for (var cgroup : new String[] {
            "0::/\n",
            "0::/4\n",
            "0::/5\n",
            "0::/openrc.dbus\n",
            "0::/../3\n",
            "0::/3.scope\n",
            "1:name=openrc:/sshd\n",
            ""
        }) {
            assertThat(ControlGroup.parse(cgroup).login(sessions))
                    .as(cgroup)
                    .isEqualTo(new LoginSession(Optional.empty(), Optional.empty()));
        }
    }

    @Test
    void systemd_hierarchy_counts_in_version_1() {
        var group = ControlGroup.parse("""
                4:memory:/user.slice/user-7.slice/session-9.scope
                1:name=systemd:/user.slice/user-1000.slice/session-3.scope
                0::/
                """);
        assertThat(group.named()).contains("/user.slice/user-1000.slice/session-3.scope");
        assertThat(group.unified()).contains("/");
        assertThat(group.login().session()).contains("3");
    }
}
