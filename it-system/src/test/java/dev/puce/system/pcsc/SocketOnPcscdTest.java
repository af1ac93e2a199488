package dev.puce.system.pcsc;

import dev.puce.it.pcsc.PcscContract;
import dev.puce.it.pcsc.TestDaemon;
import dev.puce.pcsc.Pcsc;
import java.io.IOException;

class SocketOnPcscdTest extends PcscContract {
    @Override
    protected TestDaemon start(String... readers) throws IOException {
        return PcscdDaemon.start(readers);
    }

    @Override
    protected Pcsc open(TestDaemon daemon) throws IOException {
        return Pcsc.open("socket:" + daemon.socket());
    }
}
