package dev.puce.service.card.globalplatform;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.BlockCipher.Algorithm;
import dev.puce.service.card.memory.CardMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The key sets of a security domain, and PUT KEY (Card Specification, 11.8).
final class DomainKeys {
    /// Version of the test keys for SCP02.
    static final int SCP02_VERSION = 0x20;

    /// Version of the test keys for SCP03, which a card without a wish uses.
    static final int SCP03_VERSION = 0x30;

    private static final String PREFIX = "keys.";
    private static final String DEFAULT = "defaultKeys";

    private final CardMemory memory;

    DomainKeys(CardMemory memory) {
        this.memory = memory;
    }

    static void writeTestKeys(CardMemory memory) {
        memory.put(
                name(SCP02_VERSION),
                KeySet.forTests(SCP02_VERSION, Algorithm.TRIPLE_DES).encode());
        memory.put(
                name(SCP03_VERSION),
                KeySet.forTests(SCP03_VERSION, Algorithm.AES).encode());
        memory.put(DEFAULT, SCP03_VERSION);
    }

    private static String name(int version) {
        return PREFIX + "%02X".formatted(version);
    }

    /// The key set of that version, 0 for the default one.
    Optional<KeySet> find(int version) {
        return memory.get(name(version == 0 ? memory.number(DEFAULT) : version))
                .filter(encoded -> encoded.length() >= 2 + 3 * 16 && (encoded.length() - 2) % 3 == 0)
                .map(KeySet::decode);
    }

    /// All of them, the default one first.
    List<KeySet> all() {
        var sets = new ArrayList<KeySet>();
        find(0).ifPresent(sets::add);
        memory.cells().forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.equals(name(memory.number(DEFAULT)))) {
                sets.add(KeySet.decode(value));
            }
        });
        return sets;
    }

    /// Key information template (11.3.3.1): identifier, version, type and length of each key.
    Bytes information() {
        Bytes all = Bytes.EMPTY;
        for (KeySet set : all()) {
            for (int identifier = 1; identifier <= 3; identifier++) {
                int length = set.mac().length();
                all = all.plus(BerTlv.of("C0", Bytes.of(identifier, set.version(), set.type(), length))
                        .encode());
            }
        }
        return BerTlv.of("E0", all).encode();
    }

    /// Adds or replaces a key set. It is the default one from then on.
    ///
    /// @param channel the session, whose key encrypts the new ones
    ResponseApdu put(CommandApdu command, SecureChannel channel) throws RefusedException {
        Bytes data = command.data();
        try {
            int version = data.get(0);
            var keys = new ArrayList<Bytes>();
            Bytes answer = Bytes.of(version);
            int type = data.get(1);
            int at = 1;
            while (at < data.length()) {
                int length = data.get(at + 1);
                Bytes block = data.slice(at + 2, at + 2 + length);
                int checkLength = data.get(at + 2 + length);
                Bytes check = data.slice(at + 3 + length, at + 3 + length + checkLength);
                // An AES key has its own length before it; that of 24 bytes is padded to 32.
                boolean hasLength = type == KeySet.AES && length % 16 == 1;
                Bytes key = hasLength
                        ? channel.decryptKey(block.from(1)).slice(0, block.get(0))
                        : channel.decryptKey(block);
                Bytes expected = KeySet.checkValue(type, key);
                require(data.get(at) == type && (check.isEmpty() || check.equals(expected)));
                keys.add(key);
                answer = answer.plus(expected);
                at += 3 + length + checkLength;
            }
            require(version > 0 && version < 0x80 && keys.size() == 3);
            require(type == KeySet.AES || type == KeySet.TRIPLE_DES);
            if (command.p1() != 0 && find(command.p1()).isEmpty()) {
                throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
            }
            if (command.p1() != 0 && command.p1() != version) {
                memory.remove(name(command.p1()));
            }
            var algorithm = type == KeySet.AES ? Algorithm.AES : Algorithm.TRIPLE_DES;
            var set = new KeySet(version, algorithm, keys.get(0), keys.get(1), keys.get(2));
            memory.put(name(version), set.encode());
            memory.put(DEFAULT, version);
            return new ResponseApdu(answer, StatusWord.OK);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
    }

    private static void require(boolean holds) throws RefusedException {
        if (!holds) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
    }
}
