package dev.puce.it.pcsc;

import dev.puce.pcsc.Pcsc;
import java.io.IOException;

class SocketOnServiceTest extends PcscContract {
    @Override
    protected TestDaemon start(String... readers) throws IOException {
        return TestDaemon.service(readers);
    }

    @Override
    protected Pcsc open(TestDaemon daemon) throws IOException {
        return Pcsc.open("socket:" + daemon.socket());
    }
}
