package dev.puce.system.keycards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.keycard.KeyCard;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.system.PrivatePcscd;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// GnuPG and OpenSSH, unmodified, with the OpenPGP card.
@Timeout(180)
class GnuPgTest {
    private static final List<String> PERSON = List.of("n", "0", "Ada Lovelace", "ada@example.org", "", "O", "quit");

    private PcscService service;
    private VirtualReader reader;
    private GnuPgHome gnupg;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        service = PcscService.start();
        reader = service.addReader("Reader");
        reader.insert(CardKinds.make("openpgp"));
        gnupg = new GnuPgHome(folder, service.socket());
    }

    @AfterEach
    void stop() throws IOException {
        gnupg.close();
        service.close();
    }

    private void signAndDecrypt(String user) throws IOException {
        Path message = Files.writeString(gnupg.file("message"), "Hello, card\n");
        String signed = gnupg.file("message.sig").toString();
        gnupg.gpg("-u", user, "-o", signed, "-s", message.toString());
        assertThat(gnupg.gpg("--verify", signed)).contains("Good signature");
        String encrypted = gnupg.file("message.gpg").toString();
        gnupg.gpg("-r", user, "-o", encrypted, "-e", message.toString());
        assertThat(gnupg.gpg("-d", encrypted)).contains("Hello, card");
    }

    /// Signs a file with the card's authentication key through gpg-agent's SSH socket.
    private void signWithSsh(String keyType) throws IOException {
        RealParts.command("ssh-keygen", "openssh-client");
        String key = gnupg.run("ssh-add", "-L")
                .lines()
                .filter(line -> line.startsWith(keyType))
                .findFirst()
                .orElseThrow();
        Path publicKey = Files.writeString(gnupg.file("card.pub"), key + "\n");
        Path allowed = Files.writeString(gnupg.file("allowed"), "ada@example.org " + key + "\n");
        Path message = Files.writeString(gnupg.file("login"), "Let me in\n");
        gnupg.run("ssh-keygen", "-Y", "sign", "-n", "file", "-f", publicKey.toString(), message.toString());
        String verify = "ssh-keygen -Y verify -n file -I ada@example.org -f %s -s %s.sig < %s"
                .formatted(allowed, message, message);
        assertThat(gnupg.run("sh", "-c", verify)).contains("Good \"file\" signature");
    }

    private List<String> changeAttributes(String... choices) {
        var answers = new ArrayList<>(List.of("admin", "key-attr"));
        answers.addAll(List.of(choices));
        return answers;
    }

    @Test
    void gpg_generates_rsa_keys_on_the_card_and_uses_them() throws IOException {
        var answers = new ArrayList<>(List.of("admin", "generate"));
        answers.addAll(PERSON);
        gnupg.dialogue(answers, "--card-edit");
        assertThat(gnupg.gpg("--card-status"))
                .contains("test card", "rsa2048 rsa2048 rsa2048")
                .doesNotContain("[none]");
        signAndDecrypt("ada@example.org");
        signWithSsh("ssh-rsa");
    }

    @Test
    void gpg_generates_keys_of_curve_25519_on_the_card_and_uses_them() throws IOException {
        // Per key: 2 is ECC, 1 is Curve 25519.
        var answers = changeAttributes("2", "1", "2", "1", "2", "1", "generate");
        answers.addAll(PERSON);
        gnupg.dialogue(answers, "--card-edit");
        assertThat(gnupg.gpg("--card-status"))
                .contains("ed25519 cv25519 ed25519")
                .doesNotContain("[none]");
        signAndDecrypt("ada@example.org");
        signWithSsh("ssh-ed25519");
    }

    @ParameterizedTest
    @CsvSource({
        "rsa3072, rsa3072, rsa2048, ssh-rsa",
        "ed25519, cv25519, ed25519, ssh-ed25519",
        "nistp256, nistp384, nistp521, ecdsa-sha2-nistp521"
    })
    void gpg_moves_keys_to_the_card_and_uses_them(String sign, String encrypt, String authenticate, String sshType)
            throws IOException {
        gnupg.gpg(
                "--batch", "--passphrase", "", "--quick-generate-key", "Bob <bob@example.org>", sign, "sign", "never");
        String fingerprint = gnupg.gpg("--list-keys", "--with-colons")
                .lines()
                .filter(line -> line.startsWith("fpr"))
                .map(line -> line.split(":", -1)[9])
                .findFirst()
                .orElseThrow();
        gnupg.gpg("--batch", "--passphrase", "", "--quick-add-key", fingerprint, encrypt, "encr", "never");
        gnupg.gpg(
                "--batch",
                "--passphrase",
                "",
                "--quick-add-key",
                fingerprint,
                authenticate + suffix(authenticate),
                "auth",
                "never");
        gnupg.dialogue(
                List.of("keytocard", "y", "1", "key 1", "keytocard", "2", "key 1", "key 2", "keytocard", "3", "save"),
                "--edit-key",
                "bob@example.org");
        assertThat(gnupg.gpg("--card-status"))
                .contains("%s %s %s".formatted(sign, encrypt, authenticate))
                .doesNotContain("[none]");
        assertThat(gnupg.gpg("-K")).contains("Card serial no. = FFFF", "ssb>");
        signAndDecrypt("bob@example.org");
        signWithSsh(sshType);
    }

    /// GnuPG takes a NIST curve for a key that decrypts unless it says otherwise.
    private static String suffix(String algorithm) {
        return algorithm.startsWith("nist") ? "/ecdsa" : "";
    }

    @Test
    void gpg_edits_the_cardholder_and_resets_the_card() throws IOException {
        gnupg.dialogue(
                List.of(
                        "admin",
                        "name",
                        "Lovelace",
                        "Ada",
                        "lang",
                        "en",
                        "login",
                        "ada",
                        "url",
                        "https://example.org/ada",
                        "forcesig",
                        "quit"),
                "--card-edit");
        assertThat(gnupg.gpg("--card-status"))
                .contains("Name of cardholder: Ada Lovelace", "Language prefs ...: en", "Login data .......: ada")
                .contains("URL of public key : https://example.org/ada", "Signature PIN ....: not forced");
        gnupg.dialogue(List.of("admin", "factory-reset", "y", "yes", "quit"), "--card-edit");
        assertThat(gnupg.gpg("--card-status")).contains("Name of cardholder: [not set]", "PIN retry counter : 3 0 3");
    }

    @Test
    void gpg_sets_up_key_derivation() throws IOException {
        gnupg.dialogue(List.of("admin", "kdf-setup", "quit"), "--card-edit");
        assertThat(gnupg.gpg("--card-status")).contains("KDF setting ......: on");
        gnupg.dialogue(List.of("admin", "login", "ada", "quit"), "--card-edit");
        assertThat(gnupg.gpg("--card-status")).contains("Login data .......: ada");
    }

    @Test
    void a_personalised_card_logs_in_with_ssh_at_once() throws IOException {
        reader.remove();
        var ada = new Personalization(Optional.of("Ada Lovelace"), Optional.of(KeyAlgorithm.ED25519));
        reader.insert(KeyCard.OPENPGP.card(ada, CardRandom.seeded(7)));
        assertThat(gnupg.gpg("--card-status")).contains("Name of cardholder: Ada Lovelace");
        signWithSsh("ssh-ed25519");
    }

    @Test
    void openpgp_tool_reads_the_card() throws IOException {
        String tool = RealParts.command("openpgp-tool", "opensc").toString();
        var environment = Map.of("PCSCLITE_CSOCK_NAME", service.socket().toString());
        CommandResult ran = CommandResult.command(
                environment, List.of(tool, "--card-info", "--verify", "CHV1", "--pin", "123456", "--gen-key", "3"));
        assertThat(ran.out()).as(ran.err()).containsPattern("Version: +3\\.4");
    }

    @Test
    void gpg_writes_to_the_card_in_a_reader_of_a_real_pcscd(@TempDir Path other) throws IOException {
        try (var pcscd = PrivatePcscd.start();
                var _ = pcscd.insert(0, CardKinds.make("openpgp"));
                var home = new GnuPgHome(other, pcscd.socket())) {
            home.dialogue(List.of("admin", "login", "ada", "quit"), "--card-edit");
            assertThat(home.gpg("--card-status")).contains("test card", "Login data .......: ada");
        }
    }
}
