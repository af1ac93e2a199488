package dev.puce.service.card.globalplatform;

import dev.puce.iso7816.Aid;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import java.util.List;

/// The load files and applications of a card, which a security domain manages.
public interface CardContent {
    /// An application that can be selected.
    ///
    /// @param instance its AID
    /// @param loadFile AID of the file that has its code
    record Application(Aid instance, Aid loadFile) {}

    /// A file with code.
    ///
    /// @param name    its AID
    /// @param modules AIDs of the classes that can be installed
    record LoadFile(Aid name, List<Aid> modules) {}

    /// No applications, and none can be installed.
    CardContent NONE = new CardContent() {};

    /// All applications but the security domain.
    default List<Application> applications() {
        return List.of();
    }

    /// All load files.
    default List<LoadFile> loadFiles() {
        return List.of();
    }

    /// Installs an application.
    ///
    /// @param module     AID of its class
    /// @param instance   AID under which it is selected
    /// @param privileges 1 or 3 bytes
    /// @param parameters data for the application itself
    /// @throws RefusedException if there is no such class (6A88), or the application fails
    default void install(Aid module, Aid instance, Bytes privileges, Bytes parameters) throws RefusedException {
        throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
    }

    /// Removes an application.
    ///
    /// @throws RefusedException if there is none (6A88)
    default void delete(Aid instance) throws RefusedException {
        throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
    }
}
