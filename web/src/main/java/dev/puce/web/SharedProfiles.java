package dev.puce.web;

import dev.puce.trace.filter.TextField;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Keeps one object for all calls with equal profiles. A trace of a million calls has some hundred. Any thread may use
/// it.
final class SharedProfiles {
    /// Number of profiles to search. With more, some equal ones are kept twice.
    private static final int MOST = 4096;

    /// Number of values of a field that are kept for completion.
    private static final int MOST_VALUES = 1000;

    private final Map<CallProfile, CallProfile> known = new HashMap<>();
    private final Map<TextField, NavigableSet<String>> values = new EnumMap<>(TextField.class);
    private long memoryBytes;

    /// The first profile that is equal.
    synchronized CallProfile shared(CallProfile profile) {
        var first = known.get(profile);
        if (first != null) {
            return first;
        }
        if (known.size() == MOST) {
            known.clear();
        }
        known.put(profile, profile);
        memoryBytes += profile.memoryBytes();
        profile.texts().forEach((field, text) -> {
            var ofField = values.computeIfAbsent(field, _ -> new TreeSet<>());
            text.lines().filter(_ -> ofField.size() < MOST_VALUES).forEach(ofField::add);
        });
        return profile;
    }

    /// The different values of a field, as far as they are known, in a set of the caller's own.
    synchronized NavigableSet<String> values(TextField field) {
        return new TreeSet<>(values.getOrDefault(field, new TreeSet<>()));
    }

    /// Approximate memory of all profiles, in bytes.
    synchronized long memoryBytes() {
        return memoryBytes;
    }
}
