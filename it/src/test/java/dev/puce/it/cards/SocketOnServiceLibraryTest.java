package dev.puce.it.cards;

import dev.puce.it.pcsc.TestDaemon;
import dev.puce.pcsc.Pcsc;
import java.io.IOException;

class SocketOnServiceLibraryTest extends LibraryContract {
    @Override
    protected TestDaemon start(String... names) throws IOException {
        return TestDaemon.service(names);
    }

    @Override
    protected Pcsc open(TestDaemon started) throws IOException {
        return Pcsc.open("socket:" + started.socket());
    }
}
