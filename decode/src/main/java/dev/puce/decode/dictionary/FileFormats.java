package dev.puce.decode.dictionary;

import java.nio.charset.StandardCharsets;

/// Names of files and applications, and the content of files.
public final class FileFormats {
    private FileFormats() {}

    /// A file identifier with its name: `EF.IMSI (6F07)`.
    static String fileName(View bytes, DictionaryScope scope) {
        if (bytes.isEmpty()) {
            return "MF";
        }
        if (bytes.length() != 2) {
            return path(bytes, scope);
        }
        int id = bytes.u16(0);
        var row = scope.dictionary().file(scope.df(), id);
        return row == null ? bytes.hex() : row.name() + " (" + bytes.hex() + ")";
    }

    /// The name of a file, or its identifier if it has none.
    static String shortFileName(View bytes, DictionaryScope scope) {
        if (bytes.length() != 2) {
            return fileName(bytes, scope);
        }
        var row = scope.dictionary().file(scope.df(), bytes.u16(0));
        return row == null ? bytes.hex() : row.name();
    }

    /// The name of the application that a SELECT reached, or the identifier if it is not known.
    static String applicationName(View bytes, DictionaryScope scope) {
        return ApplicationTable.named(bytes.bytes())
                .filter(application -> bytes.length() > 4)
                .map(ApplicationRow::name)
                .orElseGet(() -> bytes.isAscii() ? Texts.ascii(bytes) : bytes.hex());
    }

    /// A path of file identifiers: `3F00/7FFF/6F07 EF.IMSI`.
    static String path(View bytes, DictionaryScope scope) {
        if (bytes.isEmpty() || bytes.length() % 2 != 0) {
            return bytes.hex();
        }
        var text = new StringBuilder();
        int df = -1;
        FileRow row = null;
        for (int i = 0; i < bytes.length(); i += 2) {
            int id = bytes.u16(i);
            text.append(i == 0 ? "" : "/").append(bytes.sub(i, i + 2).hex());
            row = scope.dictionary().file(df, id);
            df = id;
        }
        return row == null ? text.toString() : row.name() + " (" + text + ")";
    }

    /// The current file of the exchange.
    static String currentFile(View bytes, DictionaryScope scope) {
        return scope.file() != null
                ? scope.file().name()
                : scope.fileKnown() >= 0 ? "%04X".formatted(scope.fileKnown()) : "the current EF";
    }

    /// A short file identifier with the name of its file: `EF.COM (SFI 30)`; the current file for 0.
    static String sfi(View bytes, DictionaryScope scope) {
        int sfi = bytes.u8(0);
        if (sfi == 0) {
            return currentFile(bytes, scope);
        }
        var row = scope.dictionary().shortFile(scope.df(), sfi);
        return row == null ? "SFI " + sfi : row.name() + " (SFI " + sfi + ")";
    }

    /// An application identifier with the name of its application.
    public static String aid(View bytes, DictionaryScope scope) {
        var application = ApplicationTable.named(bytes.bytes());
        String id = bytes.isAscii() ? '"' + bytes.bytes().text(StandardCharsets.US_ASCII) + '"' : bytes.hex();
        return application.map(known -> known.name() + " (" + id + ")").orElse(id);
    }

    /// The content of the current file, if the exchange reads or writes it from its beginning.
    static void content(Field field, View bytes, DictionaryScope scope, Out out) {
        boolean binary = scope.ins() == 0xB0 || scope.ins() == 0xD6 || scope.ins() == 0xD0;
        int offset = (scope.p1() & 0x80) != 0 ? scope.p2() : scope.p12();
        boolean whole = (scope.ins() & 1) == 0 && (!binary || offset == 0);
        View content = (scope.ins() & 1) != 0 && (bytes.u8(0) == 0x53 || bytes.u8(0) == 0x73)
                ? Tlv.find(bytes, bytes.u8(0))
                : bytes;
        if (scope.file() != null && (whole || scope.file().format().isSecret())) {
            var row = scope.file().format();
            row.write(content, scope, out);
        } else if (out.isTree() && whole && TlvFormat.isEvident(bytes, scope)) {
            TlvFormat.UNKNOWN.write(field, bytes, scope, out);
        } else {
            out.hex(field, content);
        }
    }
}
