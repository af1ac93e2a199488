/// Tests that need parts of the system: pcscd, systemd, polkit, Chromium and the PC/SC programs of a distribution.
///
/// A test names the parts that it needs with [dev.puce.system.RealParts]. Without them it is skipped.
package dev.puce.system;
