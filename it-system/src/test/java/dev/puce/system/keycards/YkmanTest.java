package dev.puce.system.keycards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.service.PcscService;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// YubiKey Manager (4.0 of Debian 12, 5.6 of Debian 13), unmodified, with the PIV card. With `--reader`, it does not
/// ask for the management
/// application that only YubiKeys have.
@Timeout(180)
class YkmanTest {
    private static final String MANAGEMENT_KEY = "010203040506070801020304050607080102030405060708";

    private PcscService service;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        service = PcscService.start();
        service.addReader("Reader").insert(CardKinds.make("piv"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private String ykman(String... arguments) throws IOException {
        var command = new ArrayList<>(
                List.of(RealParts.command("ykman", "yubikey-manager").toString(), "--reader", "Reader", "piv"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new)).replaceAll(" +", " "); // 5.6 aligns its values
    }

    private String run(String... command) throws IOException {
        CommandResult ran = CommandResult.successful(
                Map.of("PCSCLITE_CSOCK_NAME", service.socket().toString(), "LC_ALL", "C.UTF-8"), List.of(command));
        return ran.out() + ran.err();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void ykman_shows_the_certificates_of_a_new_card() throws IOException {
        assertThat(ykman("info"))
                .contains("PIV version: 5.7.2", "PIN tries remaining: 3/3", "Management key algorithm: TDES")
                .contains("ECCP256", "CN=puce virtual PIV card")
                .containsIgnoringCase("Slot 9a")
                .containsIgnoringCase("Slot 9c")
                .containsIgnoringCase("Slot 9d")
                .containsIgnoringCase("Slot 9e");
    }

    @Test
    void ykman_generates_a_key_and_signs_a_certificate_and_a_request() throws IOException {
        RealParts.command("openssl", "openssl");
        ykman("keys", "generate", "-m", MANAGEMENT_KEY, "-a", "ECCP384", "9a", file("key.pem"));
        ykman("certificates", "generate", "-m", MANAGEMENT_KEY, "-P", "123456", "-s", "CN=ada", "9a", file("key.pem"));
        ykman("certificates", "export", "9a", file("certificate.pem"));
        run("openssl", "verify", "-CAfile", file("certificate.pem"), file("certificate.pem"));
        ykman("certificates", "request", "-P", "123456", "-s", "CN=bob", "9a", file("key.pem"), file("request.pem"));
        run("openssl", "req", "-verify", "-noout", "-in", file("request.pem"));
    }

    @Test
    void ykman_imports_a_key_and_verifies_its_certificate() throws IOException {
        RealParts.command("openssl", "openssl");
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=carol",
                "-keyout",
                file("key.pem"),
                "-out",
                file("certificate.pem"));
        ykman("keys", "import", "-m", MANAGEMENT_KEY, "-P", "123456", "9c", file("key.pem"));
        ykman("certificates", "import", "-m", MANAGEMENT_KEY, "-P", "123456", "-v", "9c", file("certificate.pem"));
        assertThat(ykman("info")).contains("RSA2048", "CN=carol");
    }

    @Test
    void ykman_changes_secrets_and_resets_the_card() throws IOException {
        String key = "000102030405060708090a0b0c0d0e0f";
        ykman("access", "change-pin", "-P", "123456", "-n", "654321");
        ykman("access", "change-puk", "-p", "12345678", "-n", "87654321");
        ykman("access", "unblock-pin", "-p", "87654321", "-n", "222222");
        ykman("access", "change-management-key", "-m", MANAGEMENT_KEY, "-a", "aes128", "-n", key);
        ykman("access", "set-retries", "-m", key, "-P", "222222", "-f", "5", "4");
        assertThat(ykman("info")).contains("PIN tries remaining: 5/5", "Management key algorithm: AES128");
        ykman("reset", "-f");
        assertThat(ykman("info")).contains("PIN tries remaining: 3/3", "Management key algorithm: TDES");
    }
}
