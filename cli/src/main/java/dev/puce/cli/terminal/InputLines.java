package dev.puce.cli.terminal;

import dev.puce.atr.statistics.Utf16;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The lines of a file or of standard input, with a name for each. They are ASCII where they mean anything; every other
/// byte is a character of ISO 8859-1, so that none is an error. UTF-16 is understood if it is marked.
public final class InputLines implements AutoCloseable {
    /// As editors of Windows write it, in UTF-8 read as ISO 8859-1.
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    private final BufferedReader reader;
    private final String name;
    private int number;

    private InputLines(InputStream in, String name) throws IOException {
        this.reader = new BufferedReader(new InputStreamReader(Utf16.inAscii(in), StandardCharsets.ISO_8859_1));
        this.name = name;
    }

    /// Opens a file; `-` is standard input.
    ///
    /// @throws CommandFailedException if it is a folder
    public static InputLines of(Path file) throws IOException {
        if (file.toString().equals("-")) {
            return ofStandardInput();
        }
        return new InputLines(Files.newInputStream(InputFile.notAFolder(file)), file.toString());
    }

    /// Reads standard input.
    public static InputLines ofStandardInput() throws IOException {
        return new InputLines(System.in, "standard input");
    }

    /// The next line without its end, and without a byte order mark; null behind the last.
    public String next() throws IOException {
        String line = reader.readLine();
        number++;
        return number == 1 && line != null && line.startsWith(BYTE_ORDER_MARK)
                ? line.substring(BYTE_ORDER_MARK.length())
                : line;
    }

    /// The name of the file, for messages.
    public String name() {
        return name;
    }

    /// Where the latest line stands: `script.apdu, line 3`.
    public String where() {
        return name + ", line " + number;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
