package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.InterfaceByte.Kind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Builds an ATR. It computes presence bits, K and TCK.
///
///     new AtrBuilder().ta(1, 0x95).type(1, 0).type(2, 15).ta(3,
///     0xC7).historicalBytes(Bytes.hex("806142")).build()
///
/// A later group needs every TD before it; a TD that is not set has T=0. Not thread-safe.
public final class AtrBuilder {
    private Convention convention = Convention.DIRECT;
    private Bytes historicalBytes = Bytes.EMPTY;
    /// For each group the values of TA, TB and TC, and the T of TD.
    private final List<Map<Kind, Integer>> groups = new ArrayList<>();

    /// Starts with the direct convention, without interface bytes and historical bytes.
    public AtrBuilder() {}

    /// Starts with the parts of a given ATR. T0, the TDs and TCK are recomputed, so errors in them disappear.
    public static AtrBuilder of(Atr atr) {
        var builder = new AtrBuilder().historicalBytes(atr.historicalBytes());
        atr.convention().ifPresent(builder::convention);
        for (InterfaceByte b : atr.interfaceBytes()) {
            builder.set(b.group(), b.kind(), b.kind() == Kind.TD ? b.value() & 0xF : b.value());
        }
        return builder;
    }

    /// Sets TS.
    public AtrBuilder convention(Convention newConvention) {
        convention = newConvention;
        return this;
    }

    /// Adds TA of a group (from 1), 0 to 255.
    public AtrBuilder ta(int group, int value) {
        return set(group, Kind.TA, value & 0xFF);
    }

    /// Adds TB of a group (from 1), 0 to 255.
    public AtrBuilder tb(int group, int value) {
        return set(group, Kind.TB, value & 0xFF);
    }

    /// Adds TC of a group (from 1), 0 to 255.
    public AtrBuilder tc(int group, int value) {
        return set(group, Kind.TC, value & 0xFF);
    }

    /// Adds TD of a group (from 1) with that T, 0 to 15.
    public AtrBuilder type(int group, int t) {
        return set(group, Kind.TD, t & 0xF);
    }

    /// Sets the historical bytes T1 to TK.
    ///
    /// @throws IllegalArgumentException if there are more than 15
    public AtrBuilder historicalBytes(Bytes bytes) {
        if (bytes.length() > 15) {
            throw new IllegalArgumentException("an ATR has at most 15 historical bytes, not " + bytes.length());
        }
        historicalBytes = bytes;
        return this;
    }

    private AtrBuilder set(int group, Kind kind, int value) {
        while (groups.size() < group) {
            groups.add(new EnumMap<>(Kind.class));
        }
        groups.get(group - 1).put(kind, value);
        return this;
    }

    /// Returns the ATR. It has a TCK if any T is not 0.
    public Atr build() {
        for (int i = 0; i + 1 < groups.size(); i++) {
            groups.get(i).putIfAbsent(Kind.TD, 0);
        }
        var out = new ByteArrayOutputStream();
        out.write(convention.ts());
        out.write(presence(0) << 4 | historicalBytes.length());
        boolean tckDue = false;
        for (int i = 0; i < groups.size(); i++) {
            for (var value : groups.get(i).entrySet()) {
                if (value.getKey() == Kind.TD) {
                    tckDue |= value.getValue() != 0;
                    out.write(presence(i + 1) << 4 | value.getValue());
                } else {
                    out.write(value.getValue());
                }
            }
        }
        out.writeBytes(historicalBytes.toArray());
        if (tckDue) {
            int sum = 0;
            byte[] soFar = out.toByteArray();
            for (int i = 1; i < soFar.length; i++) {
                sum ^= soFar[i];
            }
            out.write(sum);
        }
        return Atr.parse(Bytes.of(out.toByteArray()));
    }

    private int presence(int i) {
        return i >= groups.size()
                ? 0
                : groups.get(i).keySet().stream().mapToInt(Kind::presence).sum();
    }
}
