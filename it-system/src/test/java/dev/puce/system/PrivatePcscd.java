package dev.puce.system;

import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.VpcdPresenter;
import dev.puce.testkit.Await;
import dev.puce.testkit.Skip;
import dev.puce.wire.AnsweredRequest;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.ReplyDecoder;
import dev.puce.wire.Request;
import dev.puce.wire.RequestEncoder;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A pcscd that a test starts, with a private socket and vpcd's virtual readers.
///
/// pcscd knows only one place for its socket, `/run/pcscd`. It runs in a private mount namespace where that is a
/// temporary folder, so the machine's pcscd is never touched. Where namespaces are not permitted, pcscd gets its
/// socket at file descriptor 3, as from systemd. It then overwrites `/run/pcscd/pcscd.pid`, so no other pcscd
/// may run.
///
/// Every reader of vpcd has two slots, and pcscd lists both: `NAME 00 00` and `NAME 00 01`.
public final class PrivatePcscd implements AutoCloseable {
    private static final String DRIVER = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
    private static final Path MACHINES_SOCKET = Path.of("/run/pcscd/pcscd.comm");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int ATTEMPTS = 5;

    /// Another process took a port of a reader after it had been found free.
    private static final class PortTakenException extends IOException {
        private static final long serialVersionUID = 1;

        PortTakenException(String message) {
            super(message);
        }
    }

    private final PcscdProgram program;
    private final Map<String, String> environment;
    private final Path folder;
    private final List<String> readers;
    private final List<Integer> ports;
    private Process daemon;

    private PrivatePcscd(
            PcscdProgram program,
            Map<String, String> environment,
            Path folder,
            List<String> readers,
            List<Integer> ports) {
        this.program = program;
        this.environment = environment;
        this.folder = folder;
        this.readers = readers;
        this.ports = ports;
    }

    /// Starts a daemon with one reader for each name, `Virtual PCD` if none is given, and waits until it serves
    /// them.
    public static PrivatePcscd start(String... readerNames) throws IOException {
        return start(PcscdProgram.installed(), Map.of(), readerNames);
    }

    /// Starts a certain pcscd, with additional environment variables.
    public static PrivatePcscd start(PcscdProgram program, Map<String, String> environment, String... readerNames)
            throws IOException {
        RealParts.file(DRIVER, "vsmartcard-vpcd");
        if (!PrivateMounts.isPossible()) {
            requireNoOtherPcscd();
        }
        List<String> names = readerNames.length == 0 ? List.of("Virtual PCD") : List.of(readerNames);
        for (int attempt = 1; ; attempt++) {
            Path folder = Files.createTempDirectory("puce-pcscd");
            var pcscd = new PrivatePcscd(program, environment, folder, names, freePortPairs(names.size()));
            try {
                pcscd.launch();
                return pcscd;
            } catch (PortTakenException e) {
                pcscd.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (IOException | RuntimeException | Error e) {
                pcscd.close();
                throw e;
            }
        }
    }

    private static void requireNoOtherPcscd() {
        Skip.unless(
                Files.notExists(MACHINES_SOCKET)
                        && (Privileges.isRoot() || Files.isWritable(MACHINES_SOCKET.getParent())),
                "mount namespaces are not permitted here, and " + MACHINES_SOCKET.getParent() + " is not free",
                "run as root where no pcscd runs, or with CAP_SYS_ADMIN");
    }

    /// The socket for clients; the value for `PCSCLITE_CSOCK_NAME`.
    public Path socket() {
        return folder.resolve("run/pcscd.comm");
    }

    /// Full name of a reader's first slot, as pcscd lists it.
    ///
    /// @param reader number of the reader, from 0
    public String reader(int reader) {
        return readers.get(reader) + " 00 00";
    }

    /// TCP port on the loopback interface for a card in the first slot of a reader.
    ///
    /// @param reader number of the reader, from 0
    public int cardPort(int reader) {
        return ports.get(reader);
    }

    /// Inserts a card into the first slot of a reader and waits until pcscd has seen it. Closing the result
    /// removes the card.
    ///
    /// @param reader number of the reader, from 0
    public Closeable insert(int reader, VirtualCard card) throws IOException {
        // pcscd asks its driver a few times each second, and may still show the card before
        Await.until("pcscd sees no card in " + reader(reader), () -> !hasCard(reader(reader)));
        var presenter = VpcdPresenter.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), cardPort(reader)),
                card,
                Duration.ofSeconds(10));
        try {
            Await.until("pcscd sees the card in " + reader(reader), () -> hasCard(reader(reader)));
        } catch (AssertionError e) {
            presenter.close();
            throw new AssertionError(e.getMessage() + "; pcscd's log: " + log(), e);
        }
        return presenter;
    }

    /// Whether pcscd reports a card in the reader.
    public boolean hasCard(String readerName) throws IOException {
        return entries().stream()
                .anyMatch(
                        entry -> entry.name().equals(readerName) && !entry.atr().isEmpty());
    }

    private List<ReaderEntry> entries() throws IOException {
        var decoder = new ReplyDecoder(ReaderEntry.USUAL_COUNT);
        var request = new Request.GetReadersState();
        var answer = ByteBuffer.allocate(ReaderEntry.USUAL_COUNT * ReaderEntry.SIZE);
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            channel.write(RequestEncoder.encode(request));
            decoder.sent(request);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                // until the table of readers is complete
            }
        }
        return decoder.next(answer.flip()).map(AnsweredRequest::reply).stream()
                .flatMap(reply -> reply instanceof Reply.ReadersState(var entries) ? entries.stream() : Stream.empty())
                .toList();
    }

    /// Lets other users connect, as to the machine's socket.
    void openToAllUsers() throws IOException {
        for (Path directory : List.of(folder, folder.resolve("run"))) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /// Files of puce in the daemon's folder.
    public List<String> leftovers() throws IOException {
        try (var files = Files.list(socket().getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("puce"))
                    .toList();
        }
    }

    /// The output of pcscd so far, for messages of failing tests.
    public String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /// The process, for tests that stop or kill it.
    public Process process() {
        return daemon;
    }

    /// Kills the daemon, so that it cannot clean up.
    public void kill() {
        daemon.destroyForcibly().onExit().join();
    }

    /// Ends the daemon, if it still runs, and starts it again on the same socket and ports.
    public void restart() throws IOException {
        stop();
        launch();
    }

    @Override
    public void close() throws IOException {
        stop();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void launch() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.deleteIfExists(run.resolve("pcscd.pid"));
        Files.deleteIfExists(socket());
        Path configuration = Files.writeString(folder.resolve("reader.conf"), configuration());
        var command = PrivateMounts.isPossible() ? withPrivateFolder(configuration) : withPassedSocket(configuration);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(environment);
        daemon = builder.start();
        try {
            Await.until(
                    "pcscd serves its readers", () -> !daemon.isAlive() || someReaderFailed() || servesAllReaders());
        } catch (AssertionError inVain) {
            throw new AssertionError(inVain.getMessage() + "; pcscd's log: " + log(), inVain);
        }
        if (someReaderFailed()) {
            throw new PortTakenException("a reader did not start: " + log());
        }
        if (!daemon.isAlive()) {
            throw new IOException("pcscd did not start: " + log());
        }
    }

    private List<String> withPrivateFolder(Path configuration) throws IOException {
        var arguments = new ArrayList<>(List.of(socket().getParent().toString()));
        arguments.addAll(program.command(configuration));
        return PrivateMounts.command("""
                mount -t tmpfs none /run && mkdir /run/pcscd && mount --bind "$1" /run/pcscd && shift && exec "$@"
                """, arguments.toArray(String[]::new));
    }

    private List<String> withPassedSocket(Path configuration) throws IOException {
        var command = new ArrayList<>(List.of(
                RealParts.command("python3", "python3").toString(),
                Resources.path("/passed_socket.py").toString(),
                socket().toString()));
        command.addAll(program.command(configuration));
        return command;
    }

    /// Until the daemon listens, connections are refused or reset.
    private boolean servesAllReaders() {
        if (!Files.exists(socket())) {
            return false;
        }
        try {
            List<String> listed = entries().stream().map(ReaderEntry::name).toList();
            return IntStream.range(0, readers.size()).mapToObj(this::reader).allMatch(listed::contains);
        } catch (IOException notYet) {
            return false;
        }
    }

    /// pcscd logs the failure and continues with the other readers.
    private boolean someReaderFailed() throws IOException {
        return log().contains(" init failed.");
    }

    private void stop() {
        if (daemon != null) {
            daemon.destroy();
            try {
                if (!daemon.waitFor(5, TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException e) {
                kill();
                Thread.currentThread().interrupt();
            }
        }
    }

    /// The driver keeps its slots in static variables, which all its readers would share. So every reader except
    /// the first loads a separate copy.
    private Path driver(int reader) throws IOException {
        var driver = Path.of(DRIVER);
        if (reader == 0) {
            return driver;
        }
        return Files.copy(driver, folder.resolve("driver" + reader + ".so"), StandardCopyOption.REPLACE_EXISTING);
    }

    private String configuration() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < readers.size(); i++) {
            String port = "0x" + HEX.toHexDigits(ports.get(i), 4);
            text.append("FRIENDLYNAME \"").append(readers.get(i)).append("\"\n");
            text.append("DEVICENAME   /dev/null:").append(port).append('\n');
            text.append("LIBPATH      ").append(driver(i)).append('\n');
            text.append("CHANNELID    ").append(port).append("\n\n");
        }
        return text.toString();
    }

    /// The driver listens on the configured port and, for the second slot, on the next one. These ports are
    /// below the kernel's range for outgoing connections, so that those cannot take them first.
    private static List<Integer> freePortPairs(int count) throws IOException {
        var pairs = new LinkedHashSet<Integer>();
        for (int attempt = 0; attempt < 100 && pairs.size() < count; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 16_000) * 2;
            try (var _ = new ServerSocket(port);
                    var _ = new ServerSocket(port + 1)) {
                pairs.add(port);
            } catch (BindException taken) {
                // try another one
            }
        }
        if (pairs.size() < count) {
            throw new IOException("cannot find enough free TCP ports for " + count + " readers");
        }
        return List.copyOf(pairs);
    }
}
