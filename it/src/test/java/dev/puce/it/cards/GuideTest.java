package dev.puce.it.cards;

import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.service.reader.ReaderProfile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Runs the examples of a document unchanged, on our own service with one reader that holds a [GuideCard]. Keeps
/// the lines that they print.
abstract class GuideTest {
    final List<String> printed = new CopyOnWriteArrayList<>();
    VirtualReader reader;

    private final ReaderProfile profile;
    private PcscService service;

    GuideTest(ReaderProfile profile) {
        this.profile = profile;
    }

    @BeforeEach
    void start() throws IOException {
        service = PcscService.start();
        reader = service.addReader("ACS ACR39U", profile);
        reader.insert(new GuideCard());
        System.setProperty("dev.puce.pcsc", "socket:" + service.socket());
    }

    @AfterEach
    void stop() {
        System.clearProperty("dev.puce.pcsc");
        service.close();
    }

    void println(Object line) {
        printed.add(line.toString());
    }
}
