package dev.puce.system.keycards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.service.PcscService;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.system.PrivatePcscd;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// OpenSC, yubico-piv-tool, GnuTLS and NSS, unmodified, with the PIV card.
///
/// yubico-piv-tool 2.2.0 of Debian 12 cannot sign certificates with OpenSSL 3 (its issue 388), and piv-tool 0.23
/// cannot print generated keys; both never ask the card. The tests import certificates that openssl made.
@Timeout(180)
class PivProgramsTest {
    private static final String MODULE = "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so";
    private static final String TOKEN = "puce virtual PIV card";
    private static final String CERTIFICATE = TOKEN + ":Certificate for PIV Authentication";

    private PcscService service;
    private Map<String, String> environment;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        service = PcscService.start();
        service.addReader("Reader").insert(CardKinds.make("piv"));
        environment =
                new HashMap<>(Map.of("PCSCLITE_CSOCK_NAME", service.socket().toString(), "LC_ALL", "C"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    /// Runs a program, which must succeed.
    ///
    /// @return standard output and standard error
    private String run(String... command) throws IOException {
        CommandResult ran = CommandResult.successful(environment, List.of(command));
        return ran.out() + ran.err();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String yubico(String... arguments) throws IOException {
        var command = new String[arguments.length + 3];
        command[0] = RealParts.command("yubico-piv-tool", "yubico-piv-tool").toString();
        command[1] = "-r";
        command[2] = "Reader";
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return run(command);
    }

    /// Makes a key and a certificate with openssl, in files NAME.key and NAME.crt.
    private void certificate(String name, String... algorithm) throws IOException {
        RealParts.command("openssl", "openssl");
        var command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-subj", "/CN=" + name));
        command.addAll(List.of(algorithm));
        command.addAll(List.of("-keyout", file(name + ".key"), "-out", file(name + ".crt")));
        run(command.toArray(String[]::new));
    }

    private void importInto(String slot, String name) throws IOException {
        yubico("-a", "import-key", "-s", slot, "-i", file(name + ".key"));
        yubico("-a", "import-certificate", "-s", slot, "-i", file(name + ".crt"));
    }

    @Test
    void yubico_piv_tool_imports_keys_and_uses_them() throws IOException {
        certificate("rsa", "-newkey", "rsa:2048");
        certificate("ec", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1");
        importInto("9a", "rsa");
        importInto("9d", "rsa");
        importInto("82", "ec");
        for (String slotAndName : List.of("9a rsa", "82 ec")) {
            String[] parts = slotAndName.split(" ", 2);
            assertThat(yubico(
                            "-a",
                            "verify-pin",
                            "-P",
                            "123456",
                            "-a",
                            "test-signature",
                            "-s",
                            parts[0],
                            "-i",
                            file(parts[1] + ".crt")))
                    .containsPattern("Successful (RSA|ECDSA) verification");
        }
        assertThat(yubico("-a", "verify-pin", "-P", "123456", "-a", "test-decipher", "-s", "9d", "-i", file("rsa.crt")))
                .contains("Successfully performed RSA decryption");
        assertThat(yubico("-a", "verify-pin", "-P", "123456", "-a", "test-decipher", "-s", "82", "-i", file("ec.crt")))
                .contains("Successfully performed ECDH exchange");
        assertThat(yubico("-a", "status")).contains("Version:\t5.7.2", "Subject DN:\tCN=rsa", "Subject DN:\tCN=ec");
    }

    @Test
    void yubico_piv_tool_generates_keys() throws IOException {
        yubico("-a", "generate", "-s", "9c", "-A", "RSA2048", "-o", file("rsa.pem"));
        yubico("-a", "generate", "-s", "9e", "-A", "ECCP384", "-o", file("ec.pem"));
        assertThat(run("openssl", "pkey", "-pubin", "-in", file("rsa.pem"), "-noout", "-text"))
                .contains("(2048 bit)");
        assertThat(run("openssl", "pkey", "-pubin", "-in", file("ec.pem"), "-noout", "-text"))
                .contains("P-384");
    }

    @Test
    void yubico_piv_tool_administers_pins_and_the_management_key() throws IOException {
        String key = "000102030405060708090a0b0c0d0e0f1011121314151617";
        yubico("-a", "set-mgm-key", "-n", key);
        yubico("-a", "change-pin", "-P", "123456", "-N", "654321");
        yubico("-a", "change-puk", "-P", "12345678", "-N", "87654321");
        yubico("-a", "unblock-pin", "-P", "87654321", "-N", "123456");
        yubico(
                "-a",
                "verify-pin",
                "-P",
                "123456",
                "-a",
                "pin-retries",
                "--pin-retries",
                "2",
                "--puk-retries",
                "1",
                "-k" + key);
        assertThat(yubico("-a", "status")).contains("PIN tries left:\t2");
        String tool = RealParts.command("yubico-piv-tool", "yubico-piv-tool").toString();
        for (String wrong : List.of("999999", "999998")) {
            CommandResult ran =
                    CommandResult.command(environment, List.of(tool, "-r", "Reader", "-a", "verify-pin", "-P", wrong));
            assertThat(ran.status()).isNotZero();
        }
        CommandResult puk = CommandResult.command(
                environment, List.of(tool, "-r", "Reader", "-a", "unblock-pin", "-P", "99999999", "-N", "123456"));
        assertThat(puk.status()).isNotZero();
        yubico("-a", "reset");
        assertThat(yubico("-a", "status")).contains("PIN tries left:\t3", "CHUID:\tNo data available");
    }

    @Test
    void pkcs11_tool_tests_rsa_keys() throws IOException {
        certificate("rsa", "-newkey", "rsa:2048");
        importInto("9a", "rsa");
        importInto("9d", "rsa");
        String tool = RealParts.command("pkcs11-tool", "opensc").toString();
        assertThat(run(tool, "--test", "--login", "--pin", "123456"))
                .contains("SHA256-RSA-PKCS: OK", "RSA-PKCS-OAEP", "No errors");
    }

    @Test
    void pkcs11_tool_signs_with_the_keys_of_a_new_card() throws IOException {
        String tool = RealParts.command("pkcs11-tool", "opensc").toString();
        Path hash = Files.write(folder.resolve("hash"), new byte[32]);
        run(
                tool,
                "--login",
                "--pin",
                "123456",
                "--sign",
                "--id",
                "01",
                "-m",
                "ECDSA",
                "-i",
                hash.toString(),
                "-o",
                file("sig"),
                "--signature-format",
                "openssl");
        run(tool, "--read-object", "--type", "cert", "--id", "01", "-o", file("cert.der"));
        run("openssl", "x509", "-inform", "DER", "-in", file("cert.der"), "-pubkey", "-noout", "-out", file("pub.pem"));
        assertThat(run(
                        "openssl",
                        "pkeyutl",
                        "-verify",
                        "-pubin",
                        "-inkey",
                        file("pub.pem"),
                        "-in",
                        hash.toString(),
                        "-sigfile",
                        file("sig")))
                .contains("Signature Verified Successfully");
    }

    @Test
    void pkcs15_tool_shows_four_keys() throws IOException {
        String tool = RealParts.command("pkcs15-tool", "opensc").toString();
        assertThat(run(tool, "-D").lines().filter(line -> line.startsWith("Private EC Key")))
                .hasSize(4);
    }

    @Test
    void piv_tool_authenticates_and_writes_a_certificate() throws IOException {
        certificate("written", "-newkey", "rsa:2048");
        Files.writeString(
                folder.resolve("management"),
                "01:02:03:04:05:06:07:08:01:02:03:04:05:06:07:08:01:02:03:04:05:06:07:08");
        environment.put("PIV_EXT_AUTH_KEY", file("management"));
        String tool = RealParts.command("piv-tool", "opensc").toString();
        // Its exit status is 9 after success.
        CommandResult.command(environment, List.of(tool, "-A", "M:9B:03", "-C", "9A", "-i", file("written.crt")));
        assertThat(run(RealParts.command("pkcs11-tool", "opensc").toString(), "-O"))
                .contains("DN: CN=written");
    }

    @Test
    void p11tool_tests_signatures() throws IOException {
        RealParts.file(MODULE, "opensc-pkcs11");
        String tool = RealParts.command("p11tool", "gnutls-bin").toString();
        environment.put("GNUTLS_PIN", "123456");
        String token = run(tool, "--provider", MODULE, "--list-token-urls")
                .lines()
                .findFirst()
                .orElseThrow();
        for (String id : List.of("%01", "%04")) {
            assertThat(run(tool, "--provider", MODULE, "--login", "--test-sign", token + ";id=" + id))
                    .contains("Signing using ECDSA-SHA256... ok", "Verifying against public key in the token... ok");
        }
    }

    /// An NSS database that knows the card.
    private String database() throws IOException {
        RealParts.file(MODULE, "opensc-pkcs11");
        RealParts.command("certutil", "libnss3-tools");
        Files.createDirectory(folder.resolve("nss"));
        Files.writeString(folder.resolve("pin"), "123456\n");
        String database = "sql:" + file("nss");
        run("certutil", "-N", "-d", database, "--empty-password");
        run("modutil", "-force", "-dbdir", database, "-add", "opensc", "-libfile", MODULE);
        return database;
    }

    @Test
    void nss_lists_keys_and_signs_a_message() throws IOException {
        String database = database();
        assertThat(run("certutil", "-K", "-d", database, "-h", TOKEN, "-f", file("pin")))
                .contains("PIV AUTH key", "SIGN key", "KEY MAN key", "CARD AUTH key");
        Files.writeString(
                folder.resolve("card.pem"),
                run("certutil", "-L", "-d", database, "-h", TOKEN, "-n", CERTIFICATE, "-f", file("pin"), "-a"));
        run("certutil", "-A", "-d", database, "-n", "ca", "-t", "CT,C,C", "-a", "-i", file("card.pem"));
        Files.writeString(folder.resolve("message"), "Hello, NSS\n");
        run(
                "cmsutil",
                "-S",
                "-T",
                "-d",
                database,
                "-f",
                file("pin"),
                "-N",
                CERTIFICATE,
                "-i",
                file("message"),
                "-o",
                file("message.p7s"));
        run(
                "openssl",
                "cms",
                "-verify",
                "-binary",
                "-noverify",
                "-inform",
                "DER",
                "-in",
                file("message.p7s"),
                "-content",
                file("message"));
    }

    @Test
    void nss_logs_in_with_the_client_certificate() throws Exception {
        String database = database();
        RealParts.command("tstclnt", "libnss3-tools");
        try (var server = new ClientCertificateServer()) {
            run(
                    "tstclnt",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    String.valueOf(server.port()),
                    "-d",
                    database,
                    "-n",
                    CERTIFICATE,
                    "-w",
                    "123456",
                    "-o",
                    "-O", // synchronous: the asynchronous check of the server fails once in 300 handshakes
                    "-Q",
                    "-V",
                    "tls1.2:tls1.2");
            assertThat(server.client().get(10, TimeUnit.SECONDS)).contains("CN=puce virtual PIV card");
        }
    }

    @Test
    void keys_work_in_a_reader_of_a_real_pcscd() throws IOException {
        String tool = RealParts.command("pkcs11-tool", "opensc").toString();
        Path hash = Files.write(folder.resolve("hash"), new byte[32]);
        try (var pcscd = PrivatePcscd.start();
                var _ = pcscd.insert(0, CardKinds.make("piv"))) {
            environment.put("PCSCLITE_CSOCK_NAME", pcscd.socket().toString());
            run(
                    tool,
                    "--login",
                    "--pin",
                    "123456",
                    "--sign",
                    "--id",
                    "01",
                    "-m",
                    "ECDSA",
                    "-i",
                    hash.toString(),
                    "-o",
                    file("sig"));
        }
        assertThat(folder.resolve("sig")).hasSize(64);
    }
}
