package dev.puce.pcsc;

import java.util.ServiceLoader;

/// Opens PC/SC services for [Pcsc#open(String)]. Module `dev.puce.backend` provides one.
///
/// The vocabulary of calls stays free of native code and sockets this way: a program that only reads recordings does
/// not load them. Several threads may use a provider at the same time.
public interface PcscProvider {
    /// Name of the system property that chooses the backend; see [Pcsc#open()].
    String PROPERTY = "dev.puce.pcsc";

    /// Opens the chosen PC/SC service.
    ///
    /// @param backend the choice, as in [Pcsc#open(String)]
    /// @throws IllegalArgumentException if the choice is unknown
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
