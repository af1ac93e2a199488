package dev.puce.system.keycards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.service.PcscService;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.system.PrivateMounts;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Chromium, unmodified, logs in to a TLS server with a key of the PIV card.
///
/// A policy selects the certificate of slot 9E, because a headless browser cannot show the list of certificates. It
/// cannot ask for a PIN, either; the key of slot 9E needs none.
@Timeout(180)
class BrowserTest {
    private static final String MODULE = "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so";
    private static final String MANAGEMENT_KEY = "010203040506070801020304050607080102030405060708";

    /// Mounts the policy, and replaces itself with the browser. All processes of the browser end with the first one,
    /// because they have a namespace of their own. Otherwise they may still write while JUnit deletes the profile.
    private static final String BROWSER = """
            set -e
            mount -t tmpfs none /etc/chromium
            mkdir -p /etc/chromium/policies/managed
            cp "$1" /etc/chromium/policies/managed/
            exec unshare --pid --fork --mount-proc \\
                chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \\
                --disable-background-networking --disable-component-update --disable-sync \\
                --ignore-certificate-errors --user-data-dir="$2" --timeout=30000 --dump-dom "$3"
            """;

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    private CommandResult run(List<String> command) throws IOException {
        return CommandResult.successful(environment, command);
    }

    /// A folder of NSS where Chromium looks for it. The token shows certificates without a PIN.
    private void makeDatabase() throws IOException {
        RealParts.file(MODULE, "opensc-pkcs11");
        RealParts.command("certutil", "libnss3-tools");
        String database =
                "sql:" + Files.createDirectories(folder.resolve(".pki").resolve("nssdb"));
        run(List.of("certutil", "-N", "-d", database, "--empty-password"));
        run(List.of(
                "modutil",
                "-force",
                "-dbdir",
                database,
                "-add",
                "opensc",
                "-mechanisms",
                "FRIENDLY",
                "-libfile",
                MODULE));
    }

    /// Gives slot 9E a certificate for another name than those of the other slots.
    private void makeCertificate() throws IOException {
        String ykman = RealParts.command("ykman", "yubikey-manager").toString();
        String key = folder.resolve("key.pem").toString();
        run(List.of(
                ykman, "-r", "Reader", "piv", "keys", "generate", "-m", MANAGEMENT_KEY, "-a", "ECCP256", "9e", key));
        run(List.of(
                ykman,
                "-r",
                "Reader",
                "piv",
                "certificates",
                "generate",
                "-m",
                MANAGEMENT_KEY,
                "-P",
                "123456",
                "-s",
                "CN=door",
                "9e",
                key));
    }

    @Test
    void chromium_logs_in_with_the_card_authentication_key() throws Exception {
        RealParts.command("chromium", "chromium");
        PrivateMounts.require();
        try (var service = PcscService.start();
                var server = new ClientCertificateServer()) {
            service.addReader("Reader").insert(CardKinds.make("piv"));
            environment.putAll(Map.of(
                    "PCSCLITE_CSOCK_NAME",
                    service.socket().toString(),
                    "LC_ALL",
                    "C.UTF-8",
                    "HOME",
                    folder.toString(),
                    "TMPDIR",
                    folder.toString()));
            makeDatabase();
            makeCertificate();
            String address = "https://localhost:" + server.port();
            Path policy = Files.writeString(folder.resolve("puce.json"), """
                    {"AutoSelectCertificateForUrls": ["{\\"pattern\\": \\"%s\\", \\"filter\\": {\\"SUBJECT\\": {\\"CN\\": \\"door\\"}}}"]}
                    """.formatted(address));
            String profile = folder.resolve("profile").toString();
            CommandResult browser = CommandResult.command(
                    environment, PrivateMounts.command(BROWSER, policy.toString(), profile, address + "/"));
            assertThat(server.client())
                    .as(browser.out() + browser.err())
                    .succeedsWithin(10, TimeUnit.SECONDS)
                    .isEqualTo("CN=door");
            assertThat(browser.out()).contains("Welcome, CN=door");
        }
    }
}
