package dev.puce.service.card.globalplatform;

import dev.puce.iso7816.Aid;
import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.apdu.ApplicationCard;
import dev.puce.service.card.apdu.CardApplication;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.BlockCipher.Algorithm;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.memory.CardMemory;
import java.security.SecureRandom;

/// The issuer security domain of a GlobalPlatform card, with the keys of test cards (40 to 4F). It protects
/// nothing.
public final class SecurityDomain implements CardApplication {
    /// The usual AID of the issuer security domain.
    public static final Aid AID = Aid.hex("A000000151000000");

    /// T=1; historical bytes "puce GP".
    private static final Bytes ATR = Bytes.hex("3B 87 01 70 75 63 65 20 47 50 B2");

    private static final String COUNTER = "sequenceCounter";
    private static final int CHALLENGE = 8;
    private static final int MAX_STORED = 4096;

    private final CardMemory memory;
    private final SecureRandom random;
    private final DomainKeys keys;
    private final ContentCommands content;
    private SecureChannel channel;
    private boolean authenticated;
    private Bytes stored = Bytes.EMPTY;

    /// @param memory  an empty one becomes that of a new card
    /// @param random  for challenges
    /// @param content the applications that the domain manages
    public SecurityDomain(CardMemory memory, SecureRandom random, CardContent content) {
        this.memory = memory;
        this.random = random;
        this.keys = new DomainKeys(memory);
        this.content = new ContentCommands(AID, content);
        personalize(memory, random);
    }

    /// A card with nothing but a security domain.
    public static VirtualCard card(CardMemory memory, SecureRandom random) {
        return new ApplicationCard(ATR, new SecurityDomain(memory, random, CardContent.NONE), memory);
    }

    /// Writes keys, counter and serial number of a new card into an empty memory.
    public static void personalize(CardMemory memory, SecureRandom random) {
        if (memory.cells().isEmpty()) {
            memory.put("serial", Bytes.of(CardRandom.bytes(random, 4)));
            memory.put(COUNTER, Bytes.of(0, 0));
            DomainKeys.writeTestKeys(memory);
        }
    }

    /// Whether a SELECT with that name means the domain: its AID or the beginning of it, or no name at all.
    public static boolean isSelectedBy(Bytes name) {
        return AID.value().startsWith(name);
    }

    @Override
    public void reset() {
        channel = null;
        authenticated = false;
        stored = Bytes.EMPTY;
        content.reset();
    }

    @Override
    public ResponseApdu answer(CommandApdu command) throws RefusedException {
        if (command.ins() == 0xA4 && command.cla() == 0) {
            return select(command);
        }
        if ((command.cla() & ~0x84) != 0) {
            throw new RefusedException(StatusWord.CLASS_NOT_SUPPORTED);
        }
        if (command.ins() == 0x50) {
            return initialize(command);
        }
        if (command.ins() == 0x82) {
            return authenticate(command);
        }
        if (!authenticated) {
            return command.ins() == 0xCA ? data(command) : refuseWithoutChannel(command);
        }
        try {
            return channel.wrap(run(channel.unwrap(command)));
        } catch (RefusedException refused) {
            if (refused.status().equals(StatusWord.SECURITY_NOT_SATISFIED)) {
                reset(); // a wrong MAC ends the session (E.1.4)
            }
            throw refused;
        }
    }

    private static ResponseApdu refuseWithoutChannel(CommandApdu command) throws RefusedException {
        throw new RefusedException(
                switch (command.ins()) {
                    case 0xD8, 0xE2, 0xE4, 0xE6, 0xE8, 0xF0, 0xF2 -> StatusWord.SECURITY_NOT_SATISFIED;
                    default -> StatusWord.INSTRUCTION_NOT_SUPPORTED;
                });
    }

    private ResponseApdu run(CommandApdu command) throws RefusedException {
        return switch (command.ins()) {
            case 0xCA -> data(command);
            case 0xD8 -> keys.put(command, channel);
            case 0xE2 -> store(command);
            case 0xE4 -> content.delete(command);
            case 0xE6 -> content.install(command);
            case 0xE8 -> content.load();
            case 0xF2 -> content.status(command);
            default -> throw new RefusedException(StatusWord.INSTRUCTION_NOT_SUPPORTED);
        };
    }

    private ResponseApdu select(CommandApdu command) throws RefusedException {
        if (command.p1() != 0x04 || !isSelectedBy(command.data())) {
            throw new RefusedException(StatusWord.FILE_NOT_FOUND);
        }
        reset();
        // Longest data field of a command: 255 bytes (H.2).
        var answer = BerTlv.of(
                "6F",
                BerTlv.of("84", AID.value()),
                BerTlv.of("A5", BerTlv.of("73", recognition()), BerTlv.of("9F65", Bytes.of(0xFF))));
        return new ResponseApdu(answer.encode(), StatusWord.OK);
    }

    /// INITIALIZE UPDATE.
    private ResponseApdu initialize(CommandApdu command) throws RefusedException {
        reset();
        KeySet set = keys.find(command.p1()).orElseThrow(() -> new RefusedException(StatusWord.REFERENCE_NOT_FOUND));
        if (command.data().length() != CHALLENGE) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        Bytes diversification = Bytes.of(0, 0).plus(serial()).plus(Bytes.of(new byte[4]));
        Bytes challenge = Bytes.of(CardRandom.bytes(random, CHALLENGE));
        channel = set.algorithm() == Algorithm.AES
                ? new Scp03(set, diversification, command.data(), challenge)
                : new Scp02(set, diversification, counter(), command.data(), challenge.slice(0, 6));
        return new ResponseApdu(channel.greeting(), StatusWord.OK);
    }

    /// EXTERNAL AUTHENTICATE.
    private ResponseApdu authenticate(CommandApdu command) throws RefusedException {
        if (channel == null || authenticated) {
            throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        SecureChannel opening = channel;
        channel = null;
        opening.authenticate(command);
        channel = opening;
        authenticated = true;
        Bytes before = counter();
        int next = (before.get(0) << 8 | before.get(1)) + 1;
        memory.put(COUNTER, Bytes.of(next >> 8, next));
        return new ResponseApdu(StatusWord.OK);
    }

    private Bytes serial() {
        Bytes serial = memory.getOrEmpty("serial");
        return serial.length() == 4 ? serial : Bytes.of(new byte[4]);
    }

    private Bytes counter() {
        Bytes counter = memory.getOrEmpty(COUNTER);
        return counter.length() == 2 ? counter : Bytes.of(0, 0);
    }

    /// GET DATA (11.3).
    private ResponseApdu data(CommandApdu command) throws RefusedException {
        int tag = command.p1p2();
        Bytes data = switch (tag) {
            case 0x0066 -> BerTlv.of("66", BerTlv.of("73", recognition())).encode();
            case 0x0067 -> capabilities();
            case 0x00C1 -> BerTlv.of("C1", counter()).encode();
            case 0x00E0 -> keys.information();
            case 0x9F7F -> BerTlv.of("9F7F", lifeCycle()).encode();
            default ->
                memory.get(objectName(tag)).orElseThrow(() -> new RefusedException(StatusWord.REFERENCE_NOT_FOUND));
        };
        return new ResponseApdu(data, StatusWord.OK);
    }

    private static String objectName(int tag) {
        return "object.%04X".formatted(tag);
    }

    /// Card recognition data: GlobalPlatform 2.3, both secure channels (H.2).
    private static Bytes recognition() {
        return BerTlv.of("06", Bytes.hex("2A864886FC6B01"))
                .encode()
                .plus(BerTlv.of("60", BerTlv.of("06", Bytes.hex("2A864886FC6B02020301")))
                        .encode())
                .plus(BerTlv.of("63", BerTlv.of("06", Bytes.hex("2A864886FC6B03")))
                        .encode())
                .plus(channelIdentifier(Scp03.IDENTIFIER))
                .plus(channelIdentifier(Scp02.IDENTIFIER));
    }

    private static Bytes channelIdentifier(Bytes identifier) {
        return BerTlv.of("64", BerTlv.of("06", Bytes.hex("2A864886FC6B04").plus(identifier)))
                .encode();
    }

    /// Card capability information: the two secure channels with their options (H.4).
    private static Bytes capabilities() {
        var scp02 = BerTlv.of("A0", BerTlv.of("80", Bytes.of(0x02)), BerTlv.of("81", Bytes.of(0x15)));
        var scp03 = BerTlv.of(
                "A0",
                BerTlv.of("80", Bytes.of(0x03)),
                BerTlv.of("81", Bytes.of(0x60)),
                BerTlv.of("82", Bytes.of(0x01)));
        return BerTlv.of("67", BerTlv.of("67", scp02, scp03).value()).encode();
    }

    /// Card production life cycle data: zeros but for the serial number, which is bytes 12 to 15.
    private Bytes lifeCycle() {
        return Bytes.of(new byte[12]).plus(serial()).plus(Bytes.of(new byte[26]));
    }

    /// STORE DATA (11.11): data objects that GET DATA returns. Several commands may carry them; the last one says so.
    private ResponseApdu store(CommandApdu command) throws RefusedException {
        boolean isLast = (command.p1() & 0x80) != 0;
        stored = (command.p2() == 0 ? Bytes.EMPTY : stored).plus(command.data());
        if (stored.length() > MAX_STORED) {
            stored = Bytes.EMPTY;
            throw new RefusedException(StatusWord.NO_ROOM);
        }
        if (isLast) {
            Bytes whole = stored;
            stored = Bytes.EMPTY;
            storeObjects(whole);
        }
        return new ResponseApdu(StatusWord.OK);
    }

    private void storeObjects(Bytes encoded) throws RefusedException {
        var objects = BerTlv.tryReadAll(encoded).orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
        for (BerTlv object : objects) {
            int tag = object.tag().value();
            if (tag < 0 || tag > 0xFFFF || tag == 0x0066 || tag == 0x9F7F) {
                throw new RefusedException(StatusWord.WRONG_DATA);
            }
        }
        for (BerTlv object : objects) {
            memory.put(objectName(object.tag().value()), object.encode());
        }
    }
}
