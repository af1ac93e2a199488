package dev.puce.pcsc;

import java.util.ServiceLoader;

/// Opens PC/SC services for [Pcsc#open(String)]. Module `dev.puce.backend` provides one.
///
/// This keeps the vocabulary of calls free of native code and sockets: a program that only reads recordings does
/// not load them. Thread-safe.
public interface PcscProvider {
    /// Name of the system property that selects the backend; see [Pcsc#open()].
    String PROPERTY = "dev.puce.pcsc";

    /// Opens the selected PC/SC service.
    ///
    /// @param backend the selection, as in [Pcsc#open(String)]
    /// @throws IllegalArgumentException if the selection is unknown
    Pcsc open(String backend);

    /// Returns the first provider on the module path or class path.
    ///
    /// @throws IllegalStateException if there is none
    static PcscProvider find() {
        return ServiceLoader.load(PcscProvider.class, PcscProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "No PC/SC backend on the module path or class path: add the artifact dev.puce:puce-backends"));
    }
}
