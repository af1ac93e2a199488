package dev.puce.diagnose.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernel's and pcscd's folders are laid out as on a machine, since tests have no reader on USB.
class UsbCheckTest {
    @TempDir
    private Path folder;

    private UsbCheck check;

    @BeforeEach
    void prepare() throws IOException {
        check = new UsbCheck(
                Files.createDirectory(folder.resolve("devices")), Files.createDirectory(folder.resolve("drivers")));
    }

    private void plug(String port, String vendor, String product, String name, String interfaceClass)
            throws IOException {
        Path device = Files.createDirectory(check.devices().resolve(port));
        for (var file : Map.of(
                        "idVendor",
                        vendor,
                        "idProduct",
                        product,
                        "product",
                        name,
                        "busnum",
                        "1",
                        "devnum",
                        "7",
                        "bcdDevice",
                        "0100")
                .entrySet()) {
            Files.writeString(device.resolve(file.getKey()), file.getValue() + "\n");
        }
        Path part = Files.createDirectory(device.resolve(port + ":1.0"));
        Files.writeString(part.resolve("bInterfaceClass"), interfaceClass + "\n");
    }

    private void install(String vendor, String product, String name) throws IOException {
        Path contents = Files.createDirectories(check.drivers().resolve("ifd-test.bundle/Contents"));
        Files.writeString(contents.resolve("Info.plist"), """
                <dict>
                <key>CFBundleShortVersionString</key> <string>1.5.2</string>
                <key>ifdVendorID</key> <array><string>%s</string></array>
                <key>ifdProductID</key> <array><string>%s</string></array>
                <key>ifdFriendlyName</key> <array><string>%s</string></array>
                </dict>
                """.formatted(vendor, product, name));
    }

    @Test
    void keyboard_is_not_a_reader() throws IOException {
        plug("1-1", "046d", "c31c", "Keyboard", "03");
        assertThat(check.check(List.of()).text()).isEqualTo("no smart-card reader on USB");
    }

    @Test
    void reader_without_a_driver_is_a_problem() throws IOException {
        plug("1-2", "1234", "5678", "Reader", "0b");
        var step = check.check(List.of());
        assertThat(step.text()).isEqualTo("no driver supports the reader 1234:5678 Reader");
        assertThat(step.remedy().orElseThrow()).contains("libccid");
        install("0x9999", "0x0001", "Other");
        assertThat(check.check(List.of()).remedy().orElseThrow()).contains("newer libccid");
    }

    @Test
    void reader_that_the_daemon_does_not_list_is_a_problem() throws IOException {
        plug("1-2", "1234", "5678", "Reader", "ff");
        install("0x1234", "0x5678", "Acme Reader");
        assertThat(check.check(List.of("Another 00 00")).text())
                .isEqualTo("pcscd does not list the reader 1234:5678 Reader");
    }

    @Test
    void listed_reader_is_ok() throws IOException {
        plug("1-2", "1234", "5678", "Reader", "0b");
        install("0x1234", "0x5678", "Acme Reader");
        var step = check.check(List.of("Acme Reader (0001) 00 00"));
        assertThat(step.isProblem()).isFalse();
        assertThat(step.text()).isEqualTo("1234:5678 Reader");
    }

    @Test
    void reader_on_usb_explains_why_the_daemon_has_none() {
        var noReader = DoctorStep.problem(DoctorStep.Subject.READERS, "the service has no reader", "Connect one.");
        var noDriver = DoctorStep.problem(DoctorStep.Subject.USB, "no driver", "Install it.");
        assertThat(new DoctorReport(List.of(noReader, noDriver)).cause()).contains(noDriver);
        assertThat(new DoctorReport(List.of(noReader)).cause()).contains(noReader);
    }
}
