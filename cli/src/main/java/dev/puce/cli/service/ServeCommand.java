package dev.puce.cli.service;

import dev.puce.cli.spy.SpiedProgram;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.ServiceSocketOption;
import dev.puce.cli.terminal.StopRequest;
import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.CardKinds;
import dev.puce.service.control.ControlSocket;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.service.reader.VirtualPinPad;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce serve`: a PC/SC service with virtual readers and cards.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Be a PC/SC service with virtual readers and cards, for any program that uses pcsc-lite.",
            "With COMMAND, run it inside the service and end with its exit status. Otherwise serve until Ctrl-C;",
            "puce card and puce reader change cards and readers meanwhile."
        })
public final class ServeCommand implements Callable<Integer> {
    public static final String DEFAULT_READER = "puce Virtual Reader";
    public static final String DEFAULT_CARD = "demo";
    private static final String NO_CARD = "none";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "SOCKET",
            description = "Listen there. Default: $XDG_RUNTIME_DIR/puce/pcscd.comm, or a new directory in /tmp; with "
                    + "COMMAND always a new directory.")
    private Path listen;

    @Option(
            names = "--reader",
            paramLabel = "NAME",
            description = "A reader; may be repeated. Default: one, \"" + DEFAULT_READER
                    + "\". The service adds numbers to the "
                    + "name, as pcscd does, unless it ends in some: \"NAME 00 00\".")
    private List<String> readerNames = List.of();

    @Option(
            names = "--card",
            paramLabel = "KIND",
            description = "A card for the first reader, a second one for the second, and so on; \"" + NO_CARD
                    + "\" leaves a reader " + "empty. puce card --list shows the kinds. Default: \"" + DEFAULT_CARD
                    + "\", if no reader is named.")
    private List<String> cards = List.of();

    @Option(
            names = "--vpcd",
            paramLabel = "[HOST:]PORT",
            converter = AddressConverter.class,
            description =
                    "One more reader, whose card is the one that connects there with vpcd's protocol: an emulator or "
                            + "phone of the vsmartcard project. May be repeated; vpcd's own port is 35963.")
    private List<InetSocketAddress> vpcd = List.of();

    @Option(
            names = "--pin-pad",
            paramLabel = "PIN",
            description = "The readers have PIN pads, at which this PIN is typed.")
    private String pin;

    @Option(
            names = "--max-clients",
            paramLabel = "N",
            defaultValue = "200",
            description = "Programs connected at a time. Default: ${DEFAULT-VALUE}, as pcscd.")
    private int maxClients;

    @Option(
            names = "--max-handles",
            paramLabel = "N",
            defaultValue = "200",
            description = "Card handles of one context, and of one reader. Default: ${DEFAULT-VALUE}, as pcscd.")
    private int maxHandles;

    @Option(names = "--everybody", description = "Let every user of the machine connect, not only you.")
    private boolean everybody;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The program to run, and its arguments.")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException {
        if (maxClients < 1 || maxHandles < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "a service that allows no clients or no handles is of no use");
        }
        try (var service = PcscService.start(options());
                var _ = ControlSocket.open(service)) {
            List<String> furnished = furnish(service);
            try (var slots = new VpcdSlots(service)) {
                for (InetSocketAddress address : vpcd) {
                    furnished.add(slots.open(address));
                }
                return run(service, furnished);
            }
        }
    }

    private int run(PcscService service, List<String> furnished) {
        if (!command.isEmpty()) {
            return SpiedProgram.start(command, service.socket()).await();
        }
        var end = new StopRequest();
        tell(service, furnished);
        end.await();
        return CommandLine.ExitCode.OK;
    }

    private ServiceOptions options() throws IOException {
        ServiceOptions options = ServiceOptions.USUAL
                .withMaxClients(maxClients)
                .withMaxHandles(maxHandles, maxHandles)
                .withEverybody(everybody);
        Optional<Path> socket = Optional.ofNullable(listen);
        if (socket.isEmpty() && command.isEmpty() && !everybody) {
            socket = ServiceSocketOption.usual(System.getenv());
            if (socket.isPresent()) {
                Files.createDirectories(
                        socket.get().getParent(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        }
        return socket.map(options::withSocket).orElse(options);
    }

    /// Adds the readers and inserts the cards; tells what is where.
    private List<String> furnish(PcscService service) throws IOException {
        boolean isUsual = readerNames.isEmpty() && cards.isEmpty() && vpcd.isEmpty();
        List<String> kinds = isUsual ? List.of(DEFAULT_CARD) : cards;
        var names = new ArrayList<>(readerNames);
        while (names.size() < Math.max(vpcd.isEmpty() ? 1 : 0, kinds.size())) {
            names.add(DEFAULT_READER);
        }
        ReaderProfile profile = pin == null ? ReaderProfile.SIMPLE : ReaderProfile.SIMPLE.withPinPad(pinPad());
        var furnished = new ArrayList<String>();
        for (int i = 0; i < names.size(); i++) {
            VirtualReader reader = addReader(service, names.get(i), profile);
            String kind = i < kinds.size() ? kinds.get(i) : NO_CARD;
            if (!kind.equals(NO_CARD)) {
                reader.insert(CardKinds.make(kind));
            }
            furnished.add(reader.name() + ": " + (kind.equals(NO_CARD) ? "no card" : kind));
        }
        return furnished;
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

    private void tell(PcscService service, List<String> furnished) {
        PrintWriter err = spec.commandLine().getErr();
        furnished.forEach(err::println);
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        out.println("export PCSCLITE_CSOCK_NAME=" + service.socket());
        out.flush();
    }
}
