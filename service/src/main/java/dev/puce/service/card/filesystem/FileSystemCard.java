package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.apdu.CommandChain;
import dev.puce.service.card.apdu.PlainClass;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.apdu.ResponseChaining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A card with a file system, PINs and data objects as in ISO/IEC 7816-4. The content of files, PINs and objects
/// survives power-off and resets while this object lives. Selections and verifications do not.
///
/// The card has only the basic logical channel, and no secure messaging.
public final class FileSystemCard implements VirtualCard {
    private final Bytes atr;
    private final RandomGenerator random;
    private final FileSystemSession session;
    private final CommandChain chain = new CommandChain();
    private final ResponseChaining delivery;
    private final SelectCommand select;
    private final BinaryCommands binaries;
    private final RecordCommands records;
    private final DataCommands objects;
    private final PinCommands pins;

    FileSystemCard(Bytes atr, ResponseChaining.Mode mode, DedicatedFile root, RandomGenerator random) {
        this.atr = atr;
        this.random = random;
        this.session = new FileSystemSession(root);
        this.delivery = new ResponseChaining(mode);
        this.select = new SelectCommand(session);
        this.binaries = new BinaryCommands(session);
        this.records = new RecordCommands(session);
        this.objects = new DataCommands(session);
        this.pins = new PinCommands(session);
    }

    /// Makes the card of a description file.
    ///
    /// @throws IOException if the file is unreadable or invalid; the message names the location
    public static FileSystemCard read(Path file) throws IOException {
        return CardDescription.read(file).card();
    }

    /// Makes one of the built-in cards.
    ///
    /// @param name one of [CardDescription#BUILT_IN]
    /// @throws IllegalArgumentException if no built-in card has this name
    public static FileSystemCard builtIn(String name) {
        return CardDescription.builtIn(name).card();
    }

    /// Makes the card of a description.
    ///
    /// @param json description in the format of `docs/reference/cards.md`
    /// @throws IOException if the description is invalid; the message names the location
    public static FileSystemCard parse(String json) throws IOException {
        return CardDescription.parse(json, Path.of("")).card();
    }

    @Override
    public Bytes powerOn() {
        clearState();
        return atr;
    }

    @Override
    public void powerOff() {
        clearState();
    }

    @Override
    public Bytes reset() {
        clearState();
        return atr;
    }

    private void clearState() {
        session.reset();
        chain.reset();
        delivery.reset();
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    @Override
    public Bytes transmit(Bytes bytes) {
        return CommandApdu.tryParse(bytes)
                .map(this::answer)
                .orElse(new ResponseApdu(StatusWord.WRONG_LENGTH))
                .encode();
    }

    private ResponseApdu answer(CommandApdu piece) {
        try {
            PlainClass.require(piece.classByte());
            if (piece.ins() == 0xC0) {
                return delivery.next(piece);
            }
            Optional<CommandApdu> whole = chain.add(piece, piece.classByte().isChained());
            if (whole.isEmpty()) {
                return new ResponseApdu(StatusWord.OK);
            }
            return delivery.begin(whole.get(), run(whole.get()));
        } catch (RefusedException refused) {
            delivery.reset();
            return new ResponseApdu(refused.status());
        }
    }

    private ResponseApdu run(CommandApdu command) throws RefusedException {
        return switch (command.ins()) {
            case 0x20 -> pins.verify(command);
            case 0x24 -> pins.change(command);
            case 0x2C -> pins.resetCounter(command);
            case 0x84 -> challenge(command);
            case 0xA4 -> select.run(command);
            case 0xB0 -> binaries.read(command);
            case 0xB1 -> binaries.readOdd(command);
            case 0xB2 -> records.read(command);
            case 0xCA -> objects.get(command);
            case 0xCB -> objects.getOdd(command);
            case 0xD6 -> binaries.update(command);
            case 0xD7 -> binaries.updateOdd(command);
            case 0xDA -> objects.put(command);
            case 0xDB -> objects.putOdd(command);
            case 0xDC -> records.update(command);
            case 0xE2 -> records.append(command);
            default -> throw new RefusedException(StatusWord.INSTRUCTION_NOT_SUPPORTED);
        };
    }

    // GET CHALLENGE, 7816-4, 11.5.3.
    private ResponseApdu challenge(CommandApdu command) throws RefusedException {
        if (command.ne() == 0) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        var bytes = new byte[command.ne()];
        random.nextBytes(bytes);
        return new ResponseApdu(Bytes.of(bytes), StatusWord.OK);
    }
}
