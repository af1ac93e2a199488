package dev.puce.pcsc;

import dev.puce.pcsc.ffm.NativePcsc;

/// Chooses who answers calls on this machine.
final class Backend {
    private Backend() {}

    static Pcsc open() {
        return NativePcsc.open();
    }
}
