package dev.puce.diagnose.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A driver of pcscd for USB readers, with the devices that its bundle names.
///
/// @param bundle  name of the bundle: `ifd-ccid.bundle`
/// @param version version that the bundle states; empty without one
/// @param devices the readers that it supports
record ReaderDriver(String bundle, String version, List<Device> devices) {
    static final Path FOLDER = Path.of("/usr/lib/pcsc/drivers");

    private static final Pattern STRING = Pattern.compile("<string>([^<]*)</string>");

    /// A kind of reader.
    ///
    /// @param name the name that pcscd gives such a reader
    record Device(int vendor, int product, String name) {}

    ReaderDriver {
        devices = List.copyOf(devices);
    }

    /// Reads the bundles in pcscd's folder of drivers, see [#FOLDER].
    static List<ReaderDriver> list(Path folder) {
        try (var bundles = Files.list(folder)) {
            return bundles.sorted().flatMap(bundle -> read(bundle).stream()).toList();
        } catch (IOException noFolder) {
            return List.of();
        }
    }

    private static Optional<ReaderDriver> read(Path bundle) {
        try {
            String plist = Files.readString(bundle.resolve("Contents/Info.plist"), StandardCharsets.ISO_8859_1);
            var vendors = array(plist, "ifdVendorID");
            var products = array(plist, "ifdProductID");
            var names = array(plist, "ifdFriendlyName");
            var devices = new ArrayList<Device>();
            for (int i = 0; i < Math.min(vendors.size(), Math.min(products.size(), names.size())); i++) {
                devices.add(new Device(Integer.decode(vendors.get(i)), Integer.decode(products.get(i)), names.get(i)));
            }
            var version = array(plist, "CFBundleShortVersionString");
            return Optional.of(new ReaderDriver(
                    bundle.getFileName().toString(), version.isEmpty() ? "" : version.getFirst(), devices));
        } catch (IOException | NumberFormatException notABundle) {
            return Optional.empty();
        }
    }

    /// The strings behind a key: one, or an array.
    private static List<String> array(String plist, String key) {
        int start = plist.indexOf("<key>" + key + "</key>");
        int end = plist.indexOf("<key>", start + 1);
        return start < 0
                ? List.of()
                : STRING.matcher(plist.substring(start, end < 0 ? plist.length() : end))
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .toList();
    }

    /// Returns the entry for a reader.
    Optional<Device> device(UsbReader reader) {
        return devices.stream()
                .filter(device -> device.vendor() == reader.vendor() && device.product() == reader.product())
                .findFirst();
    }

    boolean supports(UsbReader reader) {
        return device(reader).isPresent();
    }
}
