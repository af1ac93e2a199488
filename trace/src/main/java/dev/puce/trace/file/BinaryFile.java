package dev.puce.trace.file;

import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// Recognises compressed and binary files that other programs make readable.
enum BinaryFile {
    ZSTD("28B52FFD", compressed("zstd -dc")),
    XZ("FD377A585A00", compressed("xz -dc")),
    BZIP2("425A68", compressed("bzip2 -dc")),
    ZIP("504B0304", compressed("unzip -p")),
    /// A file `.tracev3` in a folder `.logarchive`: the header chunk.
    UNIFIED_LOG(
            "0010000011000000",
            " is the binary log of macOS; convert it on a Mac with `/usr/bin/log show --archive FOLDER --info --debug"
                    + " --style ndjson`");

    private final String magic;
    private final String advice;

    BinaryFile(String magic, String advice) {
        this.magic = magic;
        this.advice = advice;
    }

    private static String compressed(String command) {
        return " is compressed; decompress it with `" + command + " FILE | puce show -`";
    }

    /// The advice, as the end of a sentence about the file.
    String advice() {
        return advice;
    }

    /// The advice about a file that starts with these bytes, if it is one of these.
    static Optional<String> advice(Bytes beginning) {
        var start = beginning.slice(0, Math.min(beginning.length(), 8)).toHex();
        for (BinaryFile file : values()) {
            if (start.startsWith(file.magic)) {
                return Optional.of(file.advice);
            }
        }
        return Optional.empty();
    }
}
