package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;

/// A transparent EF: a sequence of bytes.
final class TransparentFile implements ElementaryFile {
    private final Header header;
    private final byte[] content;

    /// Makes a file.
    ///
    /// @param content first bytes of the file
    /// @param size    size of the file in bytes, not less than the content; the rest is 00
    TransparentFile(Header header, Bytes content, int size) {
        this.header = header;
        this.content = new byte[size];
        content.copyTo(this.content, 0);
    }

    @Override
    public Header header() {
        return header;
    }

    @Override
    public int size() {
        return content.length;
    }

    Bytes read(int offset, int length) {
        return Bytes.copyOf(content, offset, length);
    }

    void write(int offset, Bytes bytes) {
        bytes.copyTo(content, offset);
    }
}
