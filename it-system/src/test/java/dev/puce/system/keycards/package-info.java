/// Cards with keys in the hands of unmodified programs: GnuPG, OpenSSH, OpenSC, yubico-piv-tool, GnuTLS, NSS,
/// JMRTD.
package dev.puce.system.keycards;
