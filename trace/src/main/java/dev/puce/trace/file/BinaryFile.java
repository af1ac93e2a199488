package dev.puce.trace.file;

import dev.puce.iso7816.Bytes;
import java.io.IOException;

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
        return " is compressed; decompress it first: `" + command + " FILE | puce COMMAND -`";
    }

    /// The advice, as the end of a sentence about the file.
    String advice() {
        return advice;
    }

    /// Refuses a file that starts as one of these.
    ///
    /// @param name name of the file in the message
    /// @throws IOException with the advice
    static void check(String name, Bytes beginning) throws IOException {
        var start = beginning.slice(0, Math.min(beginning.length(), 8)).toHex();
        for (BinaryFile file : values()) {
            if (start.startsWith(file.magic)) {
                throw new IOException(name + file.advice);
            }
        }
    }
}
