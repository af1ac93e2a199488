package dev.puce.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.testkit.Skip;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ThreadIdentityTest {
    private static final PeerCredentials NOBODY = new PeerCredentials(0, 65534, 65533, List.of(65532, 65531));

    @Test
    void peer_sees_the_identity_of_the_thread_and_our_process() throws Exception {
        Skip.unless(LibC.geteuid() == 0, "only root can take another identity", "run ./test as root");
        var folder = Files.createTempDirectory(
                Path.of("/tmp"),
                "puce",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        var path = folder.resolve("socket");
        try (var listener = UnixSocket.listen(path, 10)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
            try (var _ = ThreadIdentity.as(NOBODY, () -> UnixSocket.connect(path, () -> false));
                    var accepted = listener.accept()) {
                int pid = (int) ProcessHandle.current().pid();
                assertThat(accepted.peer()).isEqualTo(new PeerCredentials(pid, 65534, 65533, List.of(65531, 65532)));
            }
            assertThat(status("Uid")).isEqualTo("0 0 0 0");
            try (var _ = UnixSocket.connect(path, () -> false);
                    var accepted = listener.accept()) {
                assertThat(accepted.peer().uid()).isZero();
            }
        } finally {
            Files.deleteIfExists(path);
            Files.delete(folder);
        }
    }

    @Test
    void only_the_effective_ids_of_this_thread_change() throws Exception {
        Skip.unless(LibC.geteuid() == 0, "only root can take another identity", "run ./test as root");
        var changed = new CountDownLatch(1);
        var checked = new CountDownLatch(1);
        var other = new FutureTask<>(() -> ThreadIdentity.as(NOBODY, () -> {
            var own = status("Uid") + ", " + status("Gid") + ", " + status("Groups");
            changed.countDown();
            try {
                checked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return own;
        }));
        Thread.ofPlatform().start(other);
        changed.await();
        assertThat(status("Uid")).isEqualTo("0 0 0 0");
        checked.countDown();
        // real, effective, saved, file system
        assertThat(other.get()).isEqualTo("0 65534 0 65534, 0 65533 0 65533, 65531 65532");
    }

    @Test
    void file_of_root_is_unreadable_with_another_identity(@TempDir Path folder) throws Exception {
        Skip.unless(LibC.geteuid() == 0, "only root can take another identity", "run ./test as root");
        var secret = Files.writeString(folder.resolve("secret"), "s");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> ThreadIdentity.as(NOBODY, () -> Files.readString(secret)))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(Files.readString(secret)).isEqualTo("s");
    }

    @Test
    void own_identity_changes_nothing() throws Exception {
        var own = new PeerCredentials(0, LibC.geteuid(), LibC.getegid(), List.of());
        assertThat(ThreadIdentity.isPossible(own)).isTrue();
        assertThat(ThreadIdentity.as(own, () -> 42)).isEqualTo(42);
    }

    /// A line of this thread's status in /proc.
    private static String status(String key) throws java.io.IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip().replace('\t', ' '))
                .findFirst()
                .orElseThrow();
    }
}
