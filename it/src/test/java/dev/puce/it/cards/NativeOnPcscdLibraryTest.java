package dev.puce.it.cards;

import dev.puce.it.pcsc.NativeLibrary;
import dev.puce.it.pcsc.TestDaemon;
import dev.puce.pcsc.Pcsc;
import java.io.IOException;

class NativeOnPcscdLibraryTest extends LibraryContract {
    @Override
    TestDaemon start(String... names) throws IOException {
        return TestDaemon.pcscd(names);
    }

    @Override
    Pcsc open(TestDaemon started) throws IOException {
        return NativeLibrary.open(started.socket());
    }
}
