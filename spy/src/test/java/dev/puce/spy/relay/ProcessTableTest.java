package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.spy.posix.PeerCredentials;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessTableTest {
    @Test
    void control_groups_name_containers_and_sandboxes() {
        assertThat(ProcessTable.container("0::/user.slice/user-1000.slice/session-2.scope\n"))
                .isEmpty();
        assertThat(ProcessTable.container("0::/system.slice/docker-" + "ab12".repeat(16) + ".scope\n"))
                .contains("container ab12ab12ab12");
        assertThat(ProcessTable.container("12:pids:/kubepods/besteffort/pod1/" + "0123456789abcdef".repeat(4) + "\n"))
                .contains("container 0123456789ab");
        assertThat(ProcessTable.container(
                        "0::/user.slice/user@1000.service/app.slice/app-flatpak-org.mozilla.firefox-4711.scope\n"))
                .contains("flatpak org.mozilla.firefox");
        assertThat(ProcessTable.container("0::/machine.slice/machine-debian.scope\n"))
                .contains("machine debian");
        assertThat(ProcessTable.container("0::/lxc.payload.web/init.scope\n")).contains("lxc web");
    }

    @Test
    void a_process_that_has_gone_is_known_by_its_number_only() {
        var caller = ProcessTable.caller(new PeerCredentials(Integer.MAX_VALUE, 1000, 1000, List.of()), 3);
        assertThat(caller.program()).isEmpty();
        assertThat(caller.commandLine()).isEmpty();
        assertThat(caller.pid()).hasValue(Integer.MAX_VALUE);
        assertThat(caller.uid()).hasValue(1000);
        assertThat(caller.connection()).isEqualTo(3);
    }
}
