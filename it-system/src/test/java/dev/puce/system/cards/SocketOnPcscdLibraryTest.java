package dev.puce.system.cards;

import dev.puce.it.cards.LibraryContract;
import dev.puce.it.pcsc.TestDaemon;
import dev.puce.pcsc.Pcsc;
import dev.puce.system.pcsc.PcscdDaemon;
import java.io.IOException;

class SocketOnPcscdLibraryTest extends LibraryContract {
    @Override
    protected TestDaemon start(String... names) throws IOException {
        return PcscdDaemon.start(names);
    }

    @Override
    protected Pcsc open(TestDaemon started) throws IOException {
        return Pcsc.open("socket:" + started.socket());
    }
}
