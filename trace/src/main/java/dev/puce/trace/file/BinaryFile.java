package dev.puce.trace.file;

import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// Recognises compressed files that puce does not decompress itself.
enum Compression {
    ZSTD("28B52FFD", "zstd -dc"),
    XZ("FD377A585A00", "xz -dc"),
    BZIP2("425A68", "bzip2 -dc"),
    ZIP("504B0304", "unzip -p");

    private final String magic;
    private final String command;

    Compression(String magic, String command) {
        this.magic = magic;
        this.command = command;
    }

    /// The advice about a file that starts with these bytes, if it is compressed.
    static Optional<String> advice(Bytes beginning) {
        var start = beginning.slice(0, Math.min(beginning.length(), 8)).toHex();
        for (Compression compression : values()) {
            if (start.startsWith(compression.magic)) {
                return Optional.of(
                        " is compressed; decompress it with `" + compression.command + " FILE | puce show -`");
            }
        }
        return Optional.empty();
    }
}
