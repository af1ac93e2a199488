package dev.puce.it.pcsc;

import dev.puce.pcsc.Pcsc;
import java.io.IOException;

class NativeOnPcscdTest extends PcscContract {
    @Override
    TestDaemon start(String... readers) throws IOException {
        return TestDaemon.pcscd(readers);
    }

    @Override
    Pcsc open(TestDaemon daemon) throws IOException {
        return NativeLibrary.open(daemon.socket());
    }
}
