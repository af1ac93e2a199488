package dev.puce.service.card.piv;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.memory.CardMemory;
import java.security.InvalidKeyException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The keys in their slots.
final class PivKeys {
    static final int GENERATED = 1;
    static final int IMPORTED = 2;

    private final CardMemory memory;
    private final Map<PivSlot, CardKey> decoded = new HashMap<>();

    PivKeys(CardMemory memory) {
        this.memory = memory;
    }

    boolean has(PivSlot slot) {
        return memory.get(slot.keyName()).isPresent();
    }

    /// @throws RefusedException if the slot is empty (6A88)
    CardKey require(PivSlot slot) throws RefusedException {
        CardKey known = decoded.get(slot);
        if (known != null) {
            return known;
        }
        Bytes stored =
                memory.get(slot.keyName()).orElseThrow(() -> new RefusedException(StatusWord.REFERENCE_NOT_FOUND));
        try {
            var key = CardKey.decode(stored);
            decoded.put(slot, key);
            return key;
        } catch (InvalidKeyException damaged) {
            throw new RefusedException(StatusWord.NO_INFORMATION_GIVEN);
        }
    }

    void write(PivSlot slot, CardKey key, PivSlot.PinPolicy policy, int origin) {
        var effective = policy == PivSlot.PinPolicy.DEFAULT ? slot.usualPolicy() : policy;
        memory.put(slot.keyName(), key.encode());
        memory.put(slot.propertiesName(), Bytes.of(effective.number(), origin));
        decoded.put(slot, key);
    }

    PivSlot.PinPolicy policy(PivSlot slot) {
        Bytes properties = memory.getOrEmpty(slot.propertiesName());
        return (properties.isEmpty() ? Optional.<PivSlot.PinPolicy>empty() : PivSlot.PinPolicy.of(properties.get(0)))
                .filter(policy -> policy != PivSlot.PinPolicy.DEFAULT)
                .orElseGet(slot::usualPolicy);
    }

    /// 1 generated, 2 imported.
    int origin(PivSlot slot) {
        Bytes properties = memory.getOrEmpty(slot.propertiesName());
        return properties.length() < 2 ? IMPORTED : properties.get(1);
    }

    void remove(PivSlot slot) {
        memory.remove(slot.keyName());
        memory.remove(slot.propertiesName());
        decoded.remove(slot);
    }

    /// Moves a key to another slot, with its properties.
    void move(PivSlot from, PivSlot to) throws RefusedException {
        CardKey key = require(from);
        Bytes properties = memory.getOrEmpty(from.propertiesName());
        remove(from);
        memory.put(to.keyName(), key.encode());
        memory.put(to.propertiesName(), properties);
        decoded.put(to, key);
    }

    void forget() {
        decoded.clear();
    }
}
