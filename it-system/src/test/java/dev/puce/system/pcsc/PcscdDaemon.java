package dev.puce.system.pcsc;

import dev.puce.it.pcsc.TestDaemon;
import dev.puce.service.card.VirtualCard;
import dev.puce.system.PrivatePcscd;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/// A real pcscd with vpcd, whose frames have at most 65,535 bytes.
public final class PcscdDaemon implements TestDaemon {
    private final PrivatePcscd pcscd;

    private PcscdDaemon(PrivatePcscd pcscd) {
        this.pcscd = pcscd;
    }

    /// Starts a daemon with these readers.
    public static TestDaemon start(String... readers) throws IOException {
        return new PcscdDaemon(PrivatePcscd.start(readers));
    }

    @Override
    public Path socket() {
        return pcscd.socket();
    }

    @Override
    public String reader(int number) {
        return pcscd.reader(number);
    }

    @Override
    public int longestAnswer() {
        return 65_535;
    }

    @Override
    public Closeable insert(int reader, VirtualCard card) throws IOException {
        return pcscd.insert(reader, card);
    }

    @Override
    public int held() {
        return Objects.requireNonNull(new File("/proc/" + pcscd.process().pid() + "/fd").list()).length;
    }

    @Override
    public void restart() throws IOException {
        pcscd.kill();
        pcscd.restart();
    }

    @Override
    public void close() throws IOException {
        pcscd.close();
    }
}
