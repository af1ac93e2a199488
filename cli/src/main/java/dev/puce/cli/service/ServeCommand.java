package dev.puce.cli.service;

import dev.puce.cli.help.Guide;
import dev.puce.cli.program.RunsProgram;
import dev.puce.cli.program.StartedProgram;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.StopRequest;
import dev.puce.posix.CoreDumps;
import dev.puce.posix.EnvironmentSearch;
import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import dev.puce.service.UserServiceSocket;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.service.control.ControlSocket;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.service.reader.VirtualPinPad;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce serve`: a PC/SC service with virtual readers and cards.
@Command(
        name = "serve",
        description = {
            "Run a PC/SC service with virtual readers and cards, for every program that uses pcsc-lite.",
            "With COMMAND, run it inside the service. Otherwise serve until Ctrl-C; `puce card` and `puce reader` change"
                    + " cards and readers meanwhile."
        })
@Guide(
        usage = {"puce serve [OPTIONS]", "puce serve [OPTIONS] COMMAND [ARGUMENT...]"},
        examples = {
            "puce serve -c piv pkcs11-tool -O | run a program with a PIV card",
            "puce serve | serve until Ctrl-C; then set PCSCLITE_CSOCK_NAME as printed",
            "puce serve -c my-card.json | a card described in a file",
            "puce serve --vpcd 35963 | a reader for emulators and phones of the vsmartcard project"
        },
        exitStatuses = {
            "0-255 | the status of COMMAND; 128 plus the signal's number if a signal ended it",
            "125 | puce failed",
            "126 | COMMAND is not executable",
            "127 | there is no such COMMAND",
            "2 | wrong usage"
        },
        files =
                "$XDG_RUNTIME_DIR/puce/pcscd.comm | socket of the service; /tmp/puce-UID/pcscd.comm without that directory",
        seeAlso = {"puce card", "puce reader", "puce replay"})
public final class ServeCommand implements Callable<Integer>, RunsProgram {
    public static final String DEFAULT_READER = "puce Virtual Reader";
    public static final String DEFAULT_CARD = "demo";
    private static final String NO_CARD = "none";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "SOCKET",
            description =
                    "Listen at SOCKET. Default: a socket of the user, which other commands of puce find; with COMMAND, a"
                            + " new directory.")
    private Path listen;

    @Option(
            names = {"-r", "--reader"},
            paramLabel = "NAME",
            description =
                    "Add a reader; repeatable. The service appends numbers, as pcscd does, unless NAME ends in two:"
                            + " \"NAME 00 00\". Default: one \"" + DEFAULT_READER + "\".")
    private List<String> readerNames = List.of();

    @Option(
            names = {"-c", "--card"},
            paramLabel = "KIND",
            description = "Insert a card into the first reader; repeatable for the next readers. \"" + NO_CARD
                    + "\" leaves a reader empty. `puce card list` shows the kinds. Default: " + DEFAULT_CARD + ".")
    private List<String> cards = List.of();

    @Mixin
    private SeedOption seed;

    @Mixin
    private AllowOutsideOption outside;

    @Option(
            names = "--vpcd",
            paramLabel = "[HOST:]PORT",
            converter = AddressConverter.class,
            description =
                    "Add a reader for cards that connect to this port with vpcd's protocol (vsmartcard). vpcd's own"
                            + " port is 35963. Repeatable.")
    private List<InetSocketAddress> vpcd = List.of();

    @Option(
            names = "--pin-pad",
            paramLabel = "PIN",
            description = "Give the readers PIN pads, at which this PIN is typed.")
    private String pin;

    @Option(
            names = "--max-clients",
            paramLabel = "N",
            defaultValue = "200",
            description = "Accept up to N programs at a time. Default: ${DEFAULT-VALUE}, as pcscd.")
    private int maxClients;

    @Option(
            names = "--max-handles",
            paramLabel = "N",
            defaultValue = "200",
            description = "Allow N card handles of one context and of one reader. Default: ${DEFAULT-VALUE}, as pcscd.")
    private int maxHandles;

    @Option(names = "--all-users", description = "Let every user of the machine connect. Default: only you.")
    private boolean allUsers;

    @Mixin
    private VerboseOption verbose;

    @Mixin
    private ReadyOption ready;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The program to run, and its arguments.")
    private List<String> command = List.of();

    @Override
    public boolean hasProgram() {
        return !command.isEmpty();
    }

    @Override
    public Integer call() throws IOException {
        CoreDumps.disable(); // PINs and keys pass through this process
        verbose.apply();
        if (maxClients < 1 || maxHandles < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--max-clients and --max-handles must be at least 1");
        }
        try (var service = PcscService.start(options());
                var _ = ControlSocket.open(service)) {
            List<String> readers = setUp(service);
            try (var slots = new VpcdSlots(service)) {
                for (InetSocketAddress address : vpcd) {
                    readers.add(slots.open(address));
                }
                return run(service, readers);
            }
        }
    }

    private int run(PcscService service, List<String> readers) throws IOException {
        if (!command.isEmpty()) {
            ready.tell(service.socket());
            int status = StartedProgram.start(command, service.socket()).await();
            reportUsers(service);
            return status;
        }
        var stop = new StopRequest();
        announce(service, readers);
        ready.tell(service.socket());
        stop.await();
        return CommandLine.ExitCode.OK;
    }

    /// Programs that outlive COMMAND keep a socket that leads nowhere.
    private void reportUsers(PcscService service) {
        var users = EnvironmentSearch.processes("PCSCLITE_CSOCK_NAME=" + service.socket());
        if (!users.isEmpty()) {
            String names = users.stream().map(String::valueOf).collect(Collectors.joining(", "));
            PrintWriter err = spec.commandLine().getErr();
            err.println("puce: Still running without a PC/SC service: " + names
                    + ". End them before you use a card with them.");
            err.flush();
        }
    }

    private ServiceOptions options() throws IOException {
        ServiceOptions options = ServiceOptions.USUAL
                .withMaxClients(maxClients)
                .withMaxHandles(maxHandles, maxHandles)
                .withAllUsers(allUsers);
        Optional<Path> socket = Optional.ofNullable(listen);
        boolean takesFixedPlace = socket.isEmpty() && command.isEmpty() && !allUsers;
        if (takesFixedPlace && UserServiceSocket.find(System.getenv()).isEmpty()) {
            socket = Optional.of(UserServiceSocket.create(System.getenv()));
        }
        return socket.map(options::withSocket).orElse(options);
    }

    /// Adds the readers and inserts the cards.
    ///
    /// @return a line about each reader
    private List<String> setUp(PcscService service) throws IOException {
        boolean isUsual = readerNames.isEmpty() && cards.isEmpty() && vpcd.isEmpty();
        List<String> kinds = isUsual ? List.of(DEFAULT_CARD) : cards;
        var names = new ArrayList<>(readerNames);
        while (names.size() < Math.max(vpcd.isEmpty() ? 1 : 0, kinds.size())) {
            names.add(DEFAULT_READER);
        }
        ReaderProfile profile = pin == null ? ReaderProfile.SIMPLE : ReaderProfile.SIMPLE.withPinPad(pinPad());
        var lines = new ArrayList<String>();
        for (int i = 0; i < names.size(); i++) {
            VirtualReader reader = addReader(service, names.get(i), profile);
            String kind = i < kinds.size() ? kinds.get(i) : NO_CARD;
            if (!kind.equals(NO_CARD)) {
                reader.insert(CardKinds.make(kind, seed.next(), outside.access()));
            }
            lines.add(reader.name() + ": " + (kind.equals(NO_CARD) ? "no card" : kind));
        }
        return lines;
    }

    private VirtualPinPad pinPad() {
        try {
            return VirtualPinPad.typing(pin);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--pin-pad: " + e.getMessage(), e);
        }
    }

    private static VirtualReader addReader(PcscService service, String name, ReaderProfile profile) {
        try {
            return service.addReader(name, profile);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }

    private void announce(PcscService service, List<String> readers) {
        PrintWriter err = spec.commandLine().getErr();
        readers.forEach(err::println);
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        out.println("export PCSCLITE_CSOCK_NAME=" + service.socket());
        out.flush();
    }
}
