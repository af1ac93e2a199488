package dev.puce.service.card.keycard;

import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.emrtd.EmrtdCard;
import dev.puce.service.card.emrtd.EmrtdPersonalization;
import dev.puce.service.card.fido.FidoCard;
import dev.puce.service.card.fido.FidoPersonalization;
import dev.puce.service.card.globalplatform.SecurityDomain;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.memory.CardMemory;
import dev.puce.service.card.memory.MemoryFile;
import dev.puce.service.card.openpgp.OpenPgpCard;
import dev.puce.service.card.openpgp.OpenPgpPersonalization;
import dev.puce.service.card.piv.PivCard;
import dev.puce.service.card.piv.PivPersonalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The cards with keys. They protect nothing: keys and PINs lie in the memory of puce, and in readable files.
@SuppressWarnings("ImmutableEnumChecker") // method references have no state
public enum KeyCard {
    /// An OpenPGP card 3.4.
    OPENPGP("an OpenPGP card 3.4, PINs 123456 and 12345678", OpenPgpCard::of, OpenPgpPersonalization::write),

    /// A PIV card.
    PIV("a PIV card with keys and certificates, PIN 123456, PUK 12345678", PivCard::of, PivPersonalization::write),

    /// A passport.
    EMRTD("a passport with BAC and PACE, CAN 123456", EmrtdCard::of, EmrtdPersonalization::write),

    /// A FIDO authenticator.
    FIDO("a FIDO authenticator (U2F, CTAP 2.0) without PIN", FidoCard::of, FidoPersonalization::write),

    /// A GlobalPlatform card with a security domain and nothing else.
    GLOBALPLATFORM(
            "a GlobalPlatform security domain with test keys 40..4F",
            SecurityDomain::card,
            (memory, _, random) -> SecurityDomain.personalize(memory, random));

    private interface Maker {
        VirtualCard of(CardMemory memory, SecureRandom random);
    }

    private interface Personalizer {
        void write(CardMemory memory, Personalization person, SecureRandom random);
    }

    private final String summary;
    private final Maker maker;
    private final Personalizer personalizer;

    KeyCard(String summary, Maker maker, Personalizer personalizer) {
        this.summary = summary;
        this.maker = maker;
        this.personalizer = personalizer;
    }

    /// The kind called like this.
    public static Optional<KeyCard> named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(name))
                .findFirst();
    }

    /// The card in a few words.
    public String summary() {
        return summary;
    }

    /// A new card whose memory ends with the process.
    public VirtualCard card(SecureRandom random) {
        return maker.of(new CardMemory(), random);
    }

    /// The card whose memory is in a file, which changes with the card. A file that does not exist is made.
    ///
    /// @throws IOException if the file cannot be read or written, or belongs to another kind of card
    public VirtualCard card(Path file, SecureRandom random) throws IOException {
        var storage = new MemoryFile(file, toString());
        boolean exists = Files.exists(file);
        var memory = exists ? storage.read() : new CardMemory(storage);
        VirtualCard card = maker.of(memory, random);
        memory.save();
        return card;
    }

    /// A new card with keys and certificates for a person, whose memory ends with the process.
    public VirtualCard card(Personalization person, SecureRandom random) {
        var memory = new CardMemory();
        personalizer.write(memory, person, random);
        return maker.of(memory, random);
    }

    /// Writes the memory of a new card with keys and certificates. A file that exists is replaced.
    ///
    /// @throws IOException if the file cannot be written
    /// @throws IllegalArgumentException if the card has no such keys; the message lists those that it has
    public void create(Path file, Personalization person, SecureRandom random) throws IOException {
        var memory = new CardMemory(new MemoryFile(file, toString()));
        personalizer.write(memory, person, random);
        memory.save();
    }

    /// Lower case: `openpgp`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
