/// Decrypts secure messaging with keys of the user: ISO/IEC 7816-4 as passports use it, and GlobalPlatform's
/// SCP02 and SCP03. It checks no MAC.
package dev.puce.decode.secure;
