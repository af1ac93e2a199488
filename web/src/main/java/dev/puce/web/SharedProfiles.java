package dev.puce.web;

import java.util.HashMap;
import java.util.Map;

/// Keeps one object for all calls with equal profiles. A trace of a million calls has some hundred.
final class SharedProfiles {
    /// Number of profiles to search. With more, some equal ones are kept twice.
    private static final int MOST = 4096;

    private final Map<CallProfile, CallProfile> known = new HashMap<>();
    private long memoryBytes;

    /// The first profile that is equal.
    CallProfile shared(CallProfile profile) {
        var first = known.get(profile);
        if (first != null) {
            return first;
        }
        if (known.size() == MOST) {
            known.clear();
        }
        known.put(profile, profile);
        memoryBytes += profile.memoryBytes();
        return profile;
    }

    /// Approximate memory of all profiles, in bytes.
    long memoryBytes() {
        return memoryBytes;
    }
}
