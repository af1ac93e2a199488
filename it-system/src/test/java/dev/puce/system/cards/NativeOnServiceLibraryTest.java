package dev.puce.system.cards;

import dev.puce.it.cards.LibraryContract;
import dev.puce.it.pcsc.TestDaemon;
import dev.puce.pcsc.Pcsc;
import dev.puce.system.pcsc.NativeLibrary;
import java.io.IOException;

class NativeOnServiceLibraryTest extends LibraryContract {
    @Override
    protected TestDaemon start(String... names) throws IOException {
        return TestDaemon.service(names);
    }

    @Override
    protected Pcsc open(TestDaemon started) throws IOException {
        return NativeLibrary.open(started.socket());
    }
}
