package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Feature;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The cards and readers of a stream of calls, by handle and by reader name.
///
/// All handles to a reader lead to the same card: another program's SELECT counts. Handles without a reader have a
/// card of their own. The oldest handles are forgotten when there are very many.
final class Secrets {
    private static final int MAX_HANDLES = 1 << 12;

    /// libccid numbers its control codes for features from here on.
    private static final int LIBCCID_FEATURES = 0x330000;

    /// A reader: its card, and its control codes of features as it announced them.
    private static final class Reader {
        final CardSecrets card = new CardSecrets();
        final Map<Integer, Feature> features = new HashMap<>();
    }

    private final Map<Long, Reader> handles = new LinkedHashMap<>();
    private final Map<String, Reader> names = new LinkedHashMap<>();

    /// Structures with secrets that any reader announced for a control code.
    private final Map<Integer, ControlStructure> secretCodes = new HashMap<>();

    private long latestHandle;
    private Reader latest;

    private Reader reader(long handle) {
        if (latest != null && latestHandle == handle) {
            return latest;
        }
        var known = handles.get(handle);
        if (known == null) {
            known = new Reader();
            if (latest != null && latest.card.awaitsData()) {
                known.card.continueHeaderOf(latest.card); // the handle may be damaged in the log
            }
            remember(handles, handle, known);
        }
        latest = known;
        latestHandle = handle;
        return known;
    }

    private static <K> void remember(Map<K, Reader> readers, K key, Reader reader) {
        if (readers.size() >= MAX_HANDLES && !readers.containsKey(key)) {
            var oldest = readers.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        readers.put(key, reader);
    }

    private Reader named(String name) {
        var known = names.get(name);
        if (known == null) {
            known = new Reader();
            remember(names, name, known);
        }
        return known;
    }

    /// A program connected to a reader, or its handle turns out to lead to it.
    void connected(long handle, String readerName) {
        if (!readerName.isEmpty()) {
            var reader = named(readerName);
            if (handles.get(handle) != reader) {
                remember(handles, handle, reader);
                latest = null;
            }
        }
    }

    /// The card behind a handle.
    CardSecrets card(long handle) {
        return reader(handle).card;
    }

    /// The card in a reader.
    CardSecrets cardIn(String readerName) {
        return named(readerName).card;
    }

    /// Where the secret in the bytes for a driver begins.
    Cut control(long handle, ControlCode code, Bytes sent, boolean isCut) {
        var reader = reader(handle);
        return reader.card.control(structure(reader, code), sent, isCut);
    }

    /// Learns control codes from the driver's answer.
    void learn(long handle, ControlCode code, Bytes answer) {
        if (!isFeatureRequest(code)) {
            return;
        }
        var reader = reader(handle);
        for (int at = 0; at + 6 <= answer.length() && answer.get(at + 1) == 4; at += 6) {
            int number = answer.slice(at + 2, at + 6).asBuffer().getInt();
            int tag = answer.get(at);
            reader.features.put(number, new Feature(tag));
            var structure = SecretTable.structure(tag);
            if (structure != null) {
                secretCodes.merge(number, structure, (one, other) -> one.secretAt() >= 0 ? one : other);
            }
        }
    }

    static boolean isFeatureRequest(ControlCode code) {
        return code.function().orElse(-1) == ControlCode.GET_FEATURE_REQUEST;
    }

    /// The structure that the reader uses the code for; null if it has no secrets. A code of a reader that announced
    /// nothing means PIN entry if it does so for any other reader.
    private ControlStructure structure(Reader reader, ControlCode code) {
        var own = reader.features.get(code.value());
        if (own != null) {
            return SecretTable.structure(own.tag());
        }
        var others = reader.features.isEmpty() ? secretCodes.get(code.value()) : null;
        if (others != null) {
            return others;
        }
        int function = code.function().orElse(0);
        return (function & ~0xFF) == LIBCCID_FEATURES ? SecretTable.structure(function & 0xFF) : null;
    }
}
