package dev.puce.javacard;

import dev.puce.iso7816.Aid;
import dev.puce.iso7816.Bytes;

/// The parameters of an applet's `install` method: AID, control information and applet data, each with its length
/// before it.
///
/// See Java Card Runtime Environment Specification 3.0.5, 3.1, and GlobalPlatform Card Specification, 11.5.2.3.7.
///
/// @param aid        AID of the instance, which `register(bArray, offset, length)` takes from there
/// @param privileges GlobalPlatform's privileges, 1 or 3 bytes
/// @param data       for the applet
record InstallParameters(Aid aid, Bytes privileges, Bytes data) {
    private static final Bytes NO_PRIVILEGES = Bytes.of(0);

    /// For an applet without privileges.
    static InstallParameters of(Aid aid, Bytes data) {
        return new InstallParameters(aid, NO_PRIVILEGES, data);
    }

    Bytes encode() {
        return value(aid.value()).plus(value(privileges)).plus(value(data));
    }

    private static Bytes value(Bytes bytes) {
        return Bytes.of(bytes.length()).plus(bytes);
    }
}
