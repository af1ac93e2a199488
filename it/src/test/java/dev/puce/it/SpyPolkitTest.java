package dev.puce.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A pcscd that asks polkit decides about a program that comes through an attached puce, which runs as root, as it
/// decides about the same program alone.
///
/// Debian 12's pcscd does not ask polkit. `./test` names one that does, if there is one, in `puce.pcscd.polkit`.
@Timeout(120)
class SpyPolkitTest {
    /// Who may not use the service (`access_pcsc`) is turned away before anything is read.
    private static final String TURNED_AWAY = "SCardEstablishContext: 8010006A";

    /// Who may not use a reader (`access_card`) loses the connection.
    private static final String CUT_OFF = "SCardConnect: 80100013";

    /// Users that every Debian system has, and what the rules say of them.
    private static final String RULES = """
            polkit.addRule(function(action, subject) {
                polkit.log("asked: " + action.id + " " + subject);
                var card = action.id == "org.debian.pcsc-lite.access_card";
                if (subject.user == "games") return polkit.Result.YES;
                if (subject.user == "mail") return card ? polkit.Result.NO : polkit.Result.YES;
                if (subject.user == "news") return polkit.Result.NO;
                if (subject.isInGroup("lp")) return polkit.Result.YES;
            });
            """;

    private PrivatePolkit polkit;
    private PrivatePcscd pcscd;
    private Closeable card;
    private CompiledClient client;

    @BeforeEach
    void a_daemon_that_asks_polkit() throws Exception {
        String program = System.getProperty("puce.pcscd.polkit", "");
        assumeTrue(!program.isEmpty(), "no pcscd that asks polkit is known (-Dpuce.pcscd.polkit)");
        assumeTrue("root".equals(System.getProperty("user.name")), "other users' programs are root's to start");
        RealParts.command("setpriv", "util-linux");
        polkit = PrivatePolkit.start(actions(program), RULES);
        pcscd = PrivatePcscd.start(Path.of(program), Map.of("DBUS_SYSTEM_BUS_ADDRESS", polkit.busAddress()));
        pcscd.openToEverybody();
        card = pcscd.insert(0, new PinCard());
        client = CompiledClient.of("null_pci.c");
    }

    @AfterEach
    void nothing_runs() throws IOException {
        try (var _ = polkit;
                var _ = pcscd;
                var _ = client;
                var _ = card) {
            // all end
        }
    }

    @Test
    void rules_by_user_and_group_decide_as_without_puce() throws Exception {
        var direct = outcomes();
        assertThat(direct.get("root").status()).as(direct.toString()).isZero();
        assertThat(direct.get("games").status()).as(direct.toString()).isZero();
        assertThat(direct.get("lp").status()).as(direct.toString()).isZero();
        assertThat(direct.get("mail").err()).contains(CUT_OFF);
        assertThat(direct.get("news").err()).contains(TURNED_AWAY);
        assertThat(direct.get("nobody").err()).contains(TURNED_AWAY);

        int before = polkit.log().length();
        try (var spy = attach(List.of())) {
            assertThat(outcomes()).isEqualTo(direct);
            String asked = polkit.log().substring(before);
            assertThat(asked)
                    .as("whom polkit was asked about")
                    .contains("user='games'", "user='lp'", "user='mail'", "user='news'", "user='nobody'")
                    .doesNotContain("user='root'");
            spy.terminate();
            assertThat(spy.awaitEnd()).as(spy.output()).isZero();
        }
    }

    /// The usual rule for cards lets in who sits at the machine, whatever the user: the session counts.
    @Test
    void the_usual_rule_sees_the_session_of_the_program_and_not_that_of_puce() throws Exception {
        try (var session = LoginSession.of("backup", polkit)) {
            assertThat(inside(session, "backup").status()).as(polkit.log()).isZero();
            assertThat(run("nobody").err()).contains(TURNED_AWAY);

            try (var spy = attach(List.of())) {
                assertThat(inside(session, "backup").status())
                        .as(polkit.log() + spy.output())
                        .isZero();
                assertThat(run("nobody").err()).contains(TURNED_AWAY);
                Await.until("puce leaves the session, which could not end otherwise", () -> session.processes() == 0);
                spy.terminate();
                assertThat(spy.awaitEnd()).as(spy.output()).isZero();
            }

            try (var spy = attach(session.command(List.of()))) {
                assertThat(inside(session, "backup").status()).as(polkit.log()).isZero();
                assertThat(run("nobody").err()).as(polkit.log() + spy.output()).contains(TURNED_AWAY);
                assertThat(polkit.log())
                        .as("root's identity is never lent, nor is its session")
                        .doesNotContain("user='root'")
                        .doesNotContainPattern("user='nobody'.*active=true");
                spy.terminate();
                assertThat(spy.awaitEnd()).as(spy.output()).isZero();
            }
        }
    }

    /// What the same program gets as different users.
    private Map<String, Ran> outcomes() throws IOException {
        var outcomes = new LinkedHashMap<String, Ran>();
        for (var user : List.of("games", "mail", "news", "lp", "nobody", "root")) {
            outcomes.put(user, run(user));
        }
        return outcomes;
    }

    private Ran run(String user) throws IOException {
        return Ran.command(Map.of("PCSCLITE_CSOCK_NAME", pcscd.socket().toString()), program(user));
    }

    private Ran inside(LoginSession session, String user) throws IOException {
        return Ran.command(Map.of("PCSCLITE_CSOCK_NAME", pcscd.socket().toString()), session.command(program(user)));
    }

    /// A program that knows nothing but the daemon's own socket.
    private List<String> program(String user) throws IOException {
        String group = Ran.command(Map.of(), List.of("id", "-g", user)).out().strip();
        return List.of(
                "setpriv",
                "--reuid=" + user,
                "--regid=" + group,
                "--init-groups",
                client.program().toString());
    }

    /// Starts puce where the daemon's policy is installed.
    ///
    /// @param prefix a command that runs the command that follows it
    private RunningProgram attach(List<String> prefix) throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind \"$0\" /usr/share/polkit-1/actions && exec \"$@\"",
                actions(System.getProperty("puce.pcscd.polkit")).toString()));
        command.addAll(Ran.puceCommand(
                "spy", "--attach", "--daemon-socket", pcscd.socket().toString()));
        var spy = RunningProgram.start(Map.of(), command);
        spy.await("puce: attached", 0);
        return spy;
    }

    /// The policy is beside a pcscd that was built for tests, and has its place where one is installed.
    private static Path actions(String pcscd) {
        var beside = Path.of(pcscd).resolveSibling("actions");
        return Files.isDirectory(beside) ? beside : Path.of("/usr/share/polkit-1/actions");
    }
}
