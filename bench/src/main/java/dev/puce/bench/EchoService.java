package dev.puce.bench;

import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import dev.puce.service.card.EchoCard;
import dev.puce.service.card.VpcdPresenter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/// An echo card for the programs that are compared: in a reader of our own service that listens at a path, or in
/// vpcd's that listens at a TCP port. Runs until it is killed.
public final class EchoService {
    private EchoService() {}

    /// Argument: the path of a socket, or a port number.
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].matches("[0-9]+")) {
            var vpcd = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
            VpcdPresenter.connect(vpcd, new EchoCard(), Duration.ofSeconds(10));
        } else {
            PcscService service = PcscService.start(ServiceOptions.USUAL.withSocket(Path.of(arguments[0])));
            service.addReader("Bench").insert(new EchoCard());
        }
        Thread.sleep(Duration.ofDays(1));
    }
}
