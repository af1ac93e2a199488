package dev.puce.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessFilesTest {
    @Test
    void control_groups_name_containers_and_sandboxes() {
        assertThat(ProcessFiles.container("0::/user.slice/user-1000.slice/session-2.scope\n"))
                .isEmpty();
        assertThat(ProcessFiles.container("0::/system.slice/docker-" + "ab12".repeat(16) + ".scope\n"))
                .contains("container ab12ab12ab12");
        assertThat(ProcessFiles.container("12:pids:/kubepods/besteffort/pod1/" + "0123456789abcdef".repeat(4) + "\n"))
                .contains("container 0123456789ab");
        assertThat(ProcessFiles.container(
                        "0::/user.slice/user@1000.service/app.slice/app-flatpak-org.mozilla.firefox-4711.scope\n"))
                .contains("flatpak org.mozilla.firefox");
        assertThat(ProcessFiles.container("0::/machine.slice/machine-debian.scope\n"))
                .contains("machine debian");
        assertThat(ProcessFiles.container("0::/lxc.payload.web/init.scope\n")).contains("lxc web");
    }

    @Test
    void own_process_has_a_program_and_open_files() {
        var own = ProcessFiles.of(ProcessHandle.current().pid());
        assertThat(own.program()).isEqualTo("java");
        assertThat(own.commandLine()).isNotEmpty();
        assertThat(own.showsOpenFiles()).isTrue();
        assertThat(own.openFiles()).isNotEmpty();
        assertThat(ProcessFiles.all()).contains(ProcessHandle.current().pid());
    }

    @Test
    void ended_process_has_no_facts() {
        var ended = ProcessFiles.of(Integer.MAX_VALUE);
        assertThat(ended.program()).isEmpty();
        assertThat(ended.commandLine()).isEmpty();
        assertThat(ended.openFiles()).isEmpty();
        assertThat(ended.container()).isEmpty();
    }
}
