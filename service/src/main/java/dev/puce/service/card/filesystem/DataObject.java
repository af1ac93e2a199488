package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;

/// A data object that GET DATA returns and PUT DATA replaces.
final class DataObject {
    private final Access read;
    private final Access update;
    private Bytes content;

    /// Makes an object.
    ///
    /// @param content the exact response of GET DATA
    DataObject(Bytes content, Access read, Access update) {
        this.content = content;
        this.read = read;
        this.update = update;
    }

    Access read() {
        return read;
    }

    Access update() {
        return update;
    }

    Bytes content() {
        return content;
    }

    void replace(Bytes newContent) {
        content = newContent;
    }
}
