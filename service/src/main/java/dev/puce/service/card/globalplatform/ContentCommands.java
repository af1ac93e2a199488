package dev.puce.service.card.globalplatform;

import dev.puce.iso7816.Aid;
import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import java.util.ArrayList;
import java.util.List;

/// GET STATUS, INSTALL, LOAD and DELETE (Card Specification, 11.2, 11.4 to 11.6).
final class ContentCommands {
    private static final System.Logger LOG = System.getLogger(ContentCommands.class.getName());
    private static final StatusWord MORE_ENTRIES = new StatusWord(0x6310);
    private static final int MAX_ANSWER = 240;
    private static final int SELECTABLE = 0x07;
    private static final int LOADED = 0x01;
    private static final int SECURED = 0x0F;
    private static final Bytes DOMAIN_PRIVILEGES = Bytes.hex("9EFE80");

    private final Aid domain;
    private final CardContent content;
    private final List<Bytes> pending = new ArrayList<>();

    ContentCommands(Aid domain, CardContent content) {
        this.domain = domain;
        this.content = content;
    }

    void reset() {
        pending.clear();
    }

    /// GET STATUS in the TLV format (P2 02), in as many portions as it takes.
    ResponseApdu status(CommandApdu command) throws RefusedException {
        if ((command.p2() & 0x02) == 0) {
            throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        boolean next = (command.p2() & 0x01) != 0;
        if (!next) {
            pending.clear();
            Bytes wanted = BerTlv.tryReadAll(command.data())
                    .map(objects -> objects.getFirst().value())
                    .orElse(Bytes.EMPTY);
            entries(command.p1(), wanted).forEach(entry -> pending.add(entry.encode()));
        }
        if (pending.isEmpty()) {
            throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        }
        Bytes answer = pending.removeFirst();
        while (!pending.isEmpty() && answer.length() + pending.getFirst().length() <= MAX_ANSWER) {
            answer = answer.plus(pending.removeFirst());
        }
        return new ResponseApdu(answer, pending.isEmpty() ? StatusWord.OK : MORE_ENTRIES);
    }

    private List<BerTlv> entries(int scope, Bytes wanted) throws RefusedException {
        var entries = new ArrayList<BerTlv>();
        switch (scope) {
            case 0x80 -> add(entries, domain, wanted, SECURED, List.of(BerTlv.of("C5", DOMAIN_PRIVILEGES)));
            case 0x40 -> {
                for (var application : content.applications()) {
                    add(
                            entries,
                            application.instance(),
                            wanted,
                            SELECTABLE,
                            List.of(
                                    BerTlv.of("C5", Bytes.of(0, 0, 0)),
                                    BerTlv.of("C4", application.loadFile().value()),
                                    BerTlv.of("CC", domain.value())));
                }
            }
            case 0x20, 0x10 -> {
                for (var file : content.loadFiles()) {
                    var details = new ArrayList<>(List.of(BerTlv.of("CC", domain.value())));
                    if (scope == 0x10) {
                        file.modules().forEach(module -> details.addFirst(BerTlv.of("84", module.value())));
                    }
                    add(entries, file.name(), wanted, LOADED, details);
                }
            }
            default -> throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        return entries;
    }

    private static void add(List<BerTlv> entries, Aid name, Bytes wanted, int state, List<BerTlv> details) {
        if (name.value().startsWith(wanted)) {
            var all = new ArrayList<>(List.of(BerTlv.of("4F", name.value()), BerTlv.of("9F70", Bytes.of(state))));
            all.addAll(details);
            entries.add(BerTlv.of("E3", all.toArray(BerTlv[]::new)));
        }
    }

    /// INSTALL [for install]. Making selectable is part of it, and personalisation changes nothing.
    ResponseApdu install(CommandApdu command) throws RefusedException {
        if ((command.p1() & 0x02) != 0) {
            return refuseToLoad();
        }
        if ((command.p1() & 0x04) == 0) {
            return new ResponseApdu(Bytes.of(0), StatusWord.OK); // make selectable, personalise
        }
        var fields = new LengthValues(command.data());
        fields.next(); // the load file, which the module tells as well
        Aid module = fields.nextAid();
        Aid instance = fields.nextAid();
        Bytes privileges = fields.next();
        Bytes parameters = fields.next();
        Bytes own = BerTlv.tryReadAll(parameters)
                .flatMap(objects -> objects.stream()
                        .filter(object -> object.tag().toString().equals("C9"))
                        .findFirst())
                .map(BerTlv::value)
                .orElse(Bytes.EMPTY);
        content.install(module, instance, privileges, own);
        return new ResponseApdu(Bytes.of(0), StatusWord.OK);
    }

    /// LOAD.
    ResponseApdu load() throws RefusedException {
        return refuseToLoad();
    }

    private static ResponseApdu refuseToLoad() throws RefusedException {
        LOG.log(
                System.Logger.Level.WARNING,
                "a virtual card cannot load CAP files, as it runs Java classes. Start it with --card FILE.jar:AID");
        throw new RefusedException(StatusWord.FUNCTION_NOT_SUPPORTED);
    }

    /// DELETE of an application.
    ResponseApdu delete(CommandApdu command) throws RefusedException {
        Bytes name = BerTlv.tryReadAll(command.data())
                .map(List::getFirst)
                .filter(object -> object.tag().toString().equals("4F"))
                .map(BerTlv::value)
                .filter(value -> !value.isEmpty() && value.length() <= 16)
                .orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
        content.delete(new Aid(name));
        return new ResponseApdu(Bytes.of(0), StatusWord.OK);
    }

    /// Values with a length byte before each.
    private static final class LengthValues {
        private final Bytes data;
        private int at;

        LengthValues(Bytes data) {
            this.data = data;
        }

        Bytes next() throws RefusedException {
            if (at >= data.length() || at + 1 + data.get(at) > data.length()) {
                throw new RefusedException(StatusWord.WRONG_DATA);
            }
            int from = at + 1;
            at = from + data.get(at);
            return data.slice(from, at);
        }

        Aid nextAid() throws RefusedException {
            Bytes value = next();
            if (value.length() < Aid.RID_LENGTH || value.length() > 16) {
                throw new RefusedException(StatusWord.WRONG_DATA);
            }
            return new Aid(value);
        }
    }
}
