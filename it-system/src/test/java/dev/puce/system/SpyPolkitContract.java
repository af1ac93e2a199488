package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.RunningProgram;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A daemon that asks polkit treats a program behind an attached puce like the same program without puce,
/// although puce runs as root.
@Timeout(120)
abstract class SpyPolkitContract {
    /// Rules for users that every Debian system has.
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

    PrivatePolkit polkit;

    /// The folder of the actions that the daemon asks about.
    abstract Path actions() throws Exception;

    abstract void startDaemon() throws Exception;

    abstract void endDaemon() throws Exception;

    abstract Path socket();

    /// A program that connects to the daemon and shows the result.
    abstract List<String> client();

    /// Whether the daemon served the program.
    abstract boolean isServed(CommandResult client);

    /// Whether the daemon refused the program.
    abstract boolean isTurnedAway(CommandResult client);

    @BeforeEach
    void startDaemonThatAsksPolkit() throws Exception {
        Privileges.requireRoot("start programs as other users");
        RealParts.command("setpriv", "util-linux");
        polkit = PrivatePolkit.start(actions(), RULES);
        startDaemon();
    }

    @AfterEach
    void stopAll() throws Exception {
        try (var _ = polkit) {
            endDaemon();
        }
    }

    @Test
    void rules_by_user_and_group_apply_as_without_puce() throws Exception {
        var direct = outcomes();
        assertThat(direct.get("root")).matches(this::isServed);
        assertThat(direct.get("games")).matches(this::isServed);
        assertThat(direct.get("lp")).matches(this::isServed);
        assertThat(direct.get("news")).matches(this::isTurnedAway);
        assertThat(direct.get("nobody")).matches(this::isTurnedAway);

        int before = polkit.log().length();
        try (var spy = attach(List.of())) {
            assertThat(outcomes()).isEqualTo(direct);
            assertThat(polkit.log().substring(before))
                    .as("subjects of polkit's questions")
                    .contains("user='games'", "user='lp'", "user='mail'", "user='news'", "user='nobody'")
                    .doesNotContain("user='root'");
            end(spy);
        }
    }

    /// The usual rule for cards permits active local sessions, of any user.
    @Test
    void usual_rule_applies_to_the_session_of_the_program_not_of_puce() throws Exception {
        try (var session = PrivateLoginSession.of("backup", polkit)) {
            assertThat(inside(session, "backup")).as(polkit.log()).matches(this::isServed);
            assertThat(run("nobody")).matches(this::isTurnedAway);

            try (var spy = attach(List.of())) {
                assertThat(inside(session, "backup")).as(polkit.log()).matches(this::isServed);
                assertThat(run("nobody")).matches(this::isTurnedAway);
                Await.until("puce leaves the session, so that it can end", () -> session.processes() == 0);
                end(spy);
            }
            try (var spy = attach(session.command(List.of()))) {
                assertThat(inside(session, "backup")).as(polkit.log()).matches(this::isServed);
                assertThat(run("nobody")).as(polkit.log()).matches(this::isTurnedAway);
                end(spy);
            }
            assertThat(polkit.log())
                    .as("puce lends neither the identity of root nor a session")
                    .doesNotContain("user='root'")
                    .doesNotContainPattern("user='nobody'.*active=true");
        }
    }

    /// Results of the same program for different users.
    private Map<String, CommandResult> outcomes() throws IOException {
        var outcomes = new LinkedHashMap<String, CommandResult>();
        for (var user : List.of("games", "mail", "news", "lp", "nobody", "root")) {
            outcomes.put(user, run(user));
        }
        return outcomes;
    }

    CommandResult run(String user) throws IOException {
        return CommandResult.command(environment(), as(user));
    }

    private CommandResult inside(PrivateLoginSession session, String user) throws IOException {
        return CommandResult.command(environment(), session.command(as(user)));
    }

    private Map<String, String> environment() {
        return Map.of("PCSCLITE_CSOCK_NAME", socket().toString());
    }

    private List<String> as(String user) throws IOException {
        String group =
                CommandResult.command(Map.of(), List.of("id", "-g", user)).out().strip();
        var command = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--init-groups"));
        command.addAll(client());
        return command;
    }

    /// Starts puce where the daemon's policy is installed.
    ///
    /// @param prefix a command that runs the command that follows it
    private RunningProgram attach(List<String> prefix) throws Exception {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind \"$0\" /usr/share/polkit-1/actions && exec \"$@\"",
                actions().toString()));
        command.addAll(CommandResult.puceCommand("spy", "--attach", "--daemon-socket", socket().toString()));
        var spy = RunningProgram.start(Map.of(), command);
        spy.await("puce: Attached", 0);
        return spy;
    }

    private static void end(RunningProgram spy) throws Exception {
        spy.terminate();
        assertThat(spy.awaitEnd()).as(spy.output()).isZero();
    }
}
