package dev.puce.service.card.filesystem;

import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Volatile state of a card, until it is powered off or reset: the current files and the verified PINs.
final class FileSystemSession {
    private final DedicatedFile root;
    private final Set<Pin> verified = new HashSet<>();
    private DedicatedFile folder;
    private ElementaryFile file;
    private int recordNumber;

    FileSystemSession(DedicatedFile root) {
        this.root = root;
        this.folder = root;
    }

    void reset() {
        verified.clear();
        folder = root;
        file = null;
        recordNumber = 0;
    }

    DedicatedFile root() {
        return root;
    }

    DedicatedFile folder() {
        return folder;
    }

    /// Makes the file the current one.
    ///
    /// @param parent the file's DF, which becomes the current DF
    void select(DedicatedFile parent, ElementaryFile selected) {
        enter(parent);
        file = selected;
        recordNumber = 0;
    }

    /// Makes the DF the current one. PINs that are not visible there lose their verification (ISO/IEC 7816-4:2020,
    /// 9.2.2).
    void enter(DedicatedFile selected) {
        folder = selected;
        file = null;
        recordNumber = 0;
        verified.removeIf(pin -> !selected.sees(pin));
    }

    Optional<ElementaryFile> file() {
        return Optional.ofNullable(file);
    }

    /// Selects the EF with a short identifier; 0 means the current one.
    ElementaryFile file(int shortIdentifier) throws RefusedException {
        if (shortIdentifier != 0) {
            var found = folder.shortFile(shortIdentifier)
                    .orElseThrow(() -> new RefusedException(StatusWord.FILE_NOT_FOUND));
            if (found != file) {
                select(folder, found);
            }
        }
        return file().orElseThrow(() -> new RefusedException(StatusWord.NO_CURRENT_FILE));
    }

    /// Returns the number of the current record, 0 if there is none.
    int recordNumber() {
        return recordNumber;
    }

    void selectRecord(int number) {
        recordNumber = number;
    }

    boolean isVerified(Pin pin) {
        return verified.contains(pin);
    }

    void setVerified(Pin pin, boolean value) {
        if (value) {
            verified.add(pin);
        } else {
            verified.remove(pin);
        }
    }

    void require(Access access) throws RefusedException {
        boolean allowed = switch (access) {
            case Access.Always() -> true;
            case Access.Never() -> false;
            case Access.AfterPin(int reference) ->
                folder.pin(reference).filter(verified::contains).isPresent();
        };
        if (!allowed) {
            throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
        }
    }
}
