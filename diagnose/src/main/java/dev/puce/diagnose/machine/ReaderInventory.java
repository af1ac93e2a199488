package dev.puce.diagnose.machine;

import java.util.List;

/// The readers on USB and the drivers of this machine, in words.
public final class ReaderInventory {
    private ReaderInventory() {}

    /// Returns a line for each driver bundle of pcscd.
    public static List<String> drivers() {
        return ReaderDriver.list(ReaderDriver.FOLDER).stream()
                .map(driver -> (driver.bundle() + " " + driver.version()).strip() + ", "
                        + driver.devices().size() + " devices")
                .toList();
    }

    /// Returns a line for each reader on USB: ids, name, firmware.
    public static List<String> usbReaders() {
        return UsbReader.list(UsbReader.DEVICES, ReaderDriver.list(ReaderDriver.FOLDER)).stream()
                .map(reader -> reader + ", firmware " + reader.firmware())
                .toList();
    }
}
