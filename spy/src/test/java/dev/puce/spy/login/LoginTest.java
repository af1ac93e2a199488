package dev.puce.spy.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LoginTest {
    @Test
    void a_session_has_an_owner() {
        var login = ControlGroup.parse("0::/user.slice/user-1000.slice/session-c2.scope\n")
                .login();
        assertThat(login).isEqualTo(new Login(Optional.of("c2"), Optional.of("1000")));
        assertThat(login).hasToString("session c2");
    }

    @Test
    void desktops_start_programs_as_services_of_the_user() {
        var login = ControlGroup.parse(
                        "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-firefox-4711.scope\n")
                .login();
        assertThat(login).isEqualTo(new Login(Optional.empty(), Optional.of("1000")));
        assertThat(login).hasToString("the services of uid 1000");
    }

    @Test
    void services_of_the_system_belong_to_nobody() {
        var login = ControlGroup.parse("0::/system.slice/openvpn.service\n").login();
        assertThat(login).isEqualTo(new Login(Optional.empty(), Optional.empty()));
        assertThat(login).hasToString("no session");
    }

    @Test
    void where_controllers_have_hierarchies_systemds_own_counts() {
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
