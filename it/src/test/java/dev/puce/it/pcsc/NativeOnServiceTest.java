package dev.puce.it.pcsc;

import dev.puce.pcsc.Pcsc;
import java.io.IOException;

class NativeOnServiceTest extends PcscContract {
    @Override
    TestDaemon start(String... readers) throws IOException {
        return TestDaemon.service(readers);
    }

    @Override
    Pcsc open(TestDaemon daemon) throws IOException {
        return NativeLibrary.open(daemon.socket());
    }
}
