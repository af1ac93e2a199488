package dev.puce.diagnose.machine;

import dev.puce.posix.ProcessFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A smart-card reader on USB, as the kernel describes it.
///
/// @param vendor   vendor id, 0 to 65535
/// @param product  product id, 0 to 65535
/// @param name     manufacturer and product, as the device states them
/// @param firmware version of the device, as USB's `bcdDevice` in hex: `0100` is 1.00
/// @param file     its file in `/dev/bus/usb`, which its driver opens
public record UsbReader(int vendor, int product, String name, String firmware, Path file) {
    static final Path DEVICES = Path.of("/sys/bus/usb/devices");
    private static final String SMART_CARD = "0b"; // class of CCID interfaces

    /// Lists the readers: devices with an interface of the smart-card class, and devices that a driver names.
    ///
    /// @param devices folder of the kernel's descriptions, see [#DEVICES]
    static List<UsbReader> list(Path devices, List<ReaderDriver> drivers) {
        var readers = new ArrayList<UsbReader>();
        for (Path device : children(devices)) {
            if (Files.exists(device.resolve("idVendor"))) {
                var reader = of(device);
                if (hasSmartCardInterface(device) || drivers.stream().anyMatch(driver -> driver.supports(reader))) {
                    readers.add(reader);
                }
            }
        }
        return readers;
    }

    private static UsbReader of(Path device) {
        String name = (text(device, "manufacturer") + " " + text(device, "product")).strip();
        Path file = Path.of("/dev/bus/usb", padded(text(device, "busnum")), padded(text(device, "devnum")));
        return new UsbReader(
                number(text(device, "idVendor")),
                number(text(device, "idProduct")),
                name,
                text(device, "bcdDevice"),
                file);
    }

    private static boolean hasSmartCardInterface(Path device) {
        return children(device).stream()
                .anyMatch(part -> text(part, "bInterfaceClass").equals(SMART_CARD));
    }

    private static List<Path> children(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException missing) {
            return List.of();
        }
    }

    private static String text(Path folder, String file) {
        return ProcessFiles.read(folder.resolve(file)).strip();
    }

    private static int number(String hex) {
        return hex.matches("[0-9a-fA-F]{1,4}") ? Integer.parseInt(hex, 16) : 0;
    }

    private static String padded(String number) {
        return "0".repeat(Math.max(0, 3 - number.length())) + number;
    }

    /// Returns the process that has the device open, as far as this user may see it.
    Optional<NamedProcess> user() {
        return ProcessFiles.all()
                .filter(pid -> ProcessFiles.of(pid).openFiles().contains(file.toString()))
                .mapToObj(NamedProcess::of)
                .findFirst();
    }

    /// Returns vendor and product id: `08e6:3437`.
    public String id() {
        return String.format(Locale.ROOT, "%04x:%04x", vendor, product);
    }

    /// `08e6:3437 Gemalto PC Twin Reader`
    @Override
    public String toString() {
        return (id() + " " + name).strip();
    }
}
