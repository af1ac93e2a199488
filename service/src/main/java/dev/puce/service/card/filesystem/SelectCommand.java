package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// SELECT (ISO/IEC 7816-4:2020, 11.2.2).
final class SelectCommand {
    private static final int CURRENT_FOLDER = 0x3FFF;

    private final FileSystemSession session;

    SelectCommand(FileSystemSession session) {
        this.session = session;
    }

    ResponseApdu run(CommandApdu command) throws RefusedException {
        Bytes data = command.data();
        Found found = switch (command.p1()) {
            case 0x00 -> byIdentifier(data);
            case 0x01 -> child(data, file -> file instanceof DedicatedFile);
            case 0x02 -> child(data, file -> file instanceof ElementaryFile);
            case 0x03 -> new Found(session.folder(), session.folder().parent().orElseThrow(this::notFound));
            case 0x04 -> byName(data, command.p2() & 0x03);
            case 0x08 -> byPath(session.root(), data);
            case 0x09 -> byPath(session.folder(), data);
            default -> throw new RefusedException(StatusWord.WRONG_P1_P2);
        };
        Bytes response = response(found.file, command.p2());
        switch (found.file) {
            case DedicatedFile folder -> session.enter(folder);
            case ElementaryFile file -> session.select(found.parent, file);
        }
        return new ResponseApdu(response, StatusWord.OK);
    }

    /// Result of a selection.
    ///
    /// @param parent the DF of the file, if it is an EF
    private record Found(DedicatedFile parent, CardFile file) {}

    private RefusedException notFound() {
        return new RefusedException(StatusWord.FILE_NOT_FOUND);
    }

    // A file identifier alone selects a child, the current DF, its parent or a sibling, in this order.
    private Found byIdentifier(Bytes data) throws RefusedException {
        if (data.isEmpty()) {
            return new Found(null, session.root());
        }
        int wanted = identifier(data, 0);
        if (data.length() != 2) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        DedicatedFile current = session.folder();
        if (wanted == DedicatedFile.MF) {
            return new Found(null, session.root());
        }
        if (wanted == CURRENT_FOLDER || current.hasIdentifier(wanted)) {
            return new Found(null, current);
        }
        var child = current.child(file -> file.hasIdentifier(wanted));
        if (child.isPresent()) {
            return new Found(current, child.get());
        }
        DedicatedFile parent = current.parent().orElseThrow(this::notFound);
        if (parent.hasIdentifier(wanted)) {
            return new Found(null, parent);
        }
        CardFile sibling = parent.child(file -> file.hasIdentifier(wanted)).orElseThrow(this::notFound);
        return new Found(parent, sibling);
    }

    private Found child(Bytes data, Predicate<CardFile> kind) throws RefusedException {
        int wanted = identifier(data, 0);
        CardFile child = session.folder()
                .child(file -> file.hasIdentifier(wanted) && kind.test(file))
                .orElseThrow(this::notFound);
        return new Found(session.folder(), child);
    }

    // A name may be a prefix of a longer one. The occurrence counts in the order of the description.
    private Found byName(Bytes name, int occurrence) throws RefusedException {
        List<DedicatedFile> matches = session.root()
                .tree()
                .filter(folder ->
                        folder.name().filter(full -> full.startsWith(name)).isPresent())
                .toList();
        int current = matches.indexOf(session.folder());
        int index = switch (occurrence) {
            case 0 -> 0;
            case 1 -> matches.size() - 1;
            case 2 -> current + 1;
            default -> current < 0 ? matches.size() - 1 : current - 1;
        };
        if (index < 0 || index >= matches.size()) {
            throw notFound();
        }
        return new Found(null, matches.get(index));
    }

    private Found byPath(DedicatedFile from, Bytes path) throws RefusedException {
        if (path.isEmpty() || path.length() % 2 != 0) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        var found = new Found(null, from);
        boolean repeatsMf = from == session.root() && identifier(path, 0) == DedicatedFile.MF;
        for (int offset = repeatsMf ? 2 : 0; offset < path.length(); offset += 2) {
            int wanted = identifier(path, offset);
            if (!(found.file instanceof DedicatedFile folder)) {
                throw notFound();
            }
            found = new Found(
                    folder, folder.child(file -> file.hasIdentifier(wanted)).orElseThrow(this::notFound));
        }
        return found;
    }

    private static int identifier(Bytes data, int offset) throws RefusedException {
        if (data.length() < offset + 2) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        return data.get(offset) << 8 | data.get(offset + 1);
    }

    // P2, bits 4 and 3, select the template (7816-4, table 63).
    private static Bytes response(CardFile file, int p2) {
        Optional<Bytes> described = file instanceof DedicatedFile folder ? folder.selectResponse() : Optional.empty();
        return switch (p2 >> 2 & 0x03) {
            case 0 -> described.orElseGet(() -> FileControl.of(file, "6F"));
            case 1 -> described.orElseGet(() -> FileControl.of(file, "62"));
            case 2 -> described.orElseGet(() -> FileControl.of(file, "64"));
            default -> Bytes.EMPTY;
        };
    }
}
