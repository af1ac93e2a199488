package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;

/// The current file of a logical channel.
///
/// @param directory  identifier of its directory; [#NONE] if it is not known
/// @param file       its identifier; [#NONE] if a directory is selected, or if it is not known
/// @param shortFile  its short identifier if the last command gave one; else [#NONE]
record SelectedFile(int directory, int file, int shortFile) {
    static final int NONE = -1;

    /// Nothing was selected.
    static final SelectedFile UNKNOWN = new SelectedFile(NONE, NONE, NONE);

    /// The directory of the selected application, 7FFF (ETSI TS 102 221, 8.4.1).
    static final SelectedFile OF_APPLICATION = new SelectedFile(0x7FFF, NONE, NONE);

    private static final int MASTER_FILE = 0x3F00;

    /// A command selects by identifier or path.
    SelectedFile select(Bytes path) {
        int length = path.length();
        if (length < 2) {
            return new SelectedFile(MASTER_FILE, NONE, NONE);
        }
        int id = path.get(length - 2) << 8 | path.get(length - 1);
        int parent = length >= 4 ? path.get(length - 4) << 8 | path.get(length - 3) : directory;
        boolean isDirectory = id >> 8 == 0x3F || id >> 8 == 0x7F || id >> 8 == 0x5F;
        return isDirectory ? new SelectedFile(id, NONE, NONE) : new SelectedFile(parent, id, NONE);
    }

    /// A command names a file in the same directory by its short identifier.
    SelectedFile inThisDirectory(int identifier) {
        return new SelectedFile(directory, NONE, identifier);
    }

    /// Whether this is a file, in a directory if one is given.
    boolean is(int inDirectory, int id) {
        return file == id && (inDirectory == NONE || directory == inDirectory);
    }

    /// Whether a command reads or writes the file with a short identifier in a directory.
    boolean isShort(Bytes command, int inDirectory, int identifier) {
        int given = Frame.shortFile(command);
        return directory == inDirectory && (given < 0 ? shortFile : given) == identifier;
    }
}
