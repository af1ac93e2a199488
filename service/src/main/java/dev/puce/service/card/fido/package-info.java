/// A FIDO authenticator: U2F and CTAP 2.0 over APDUs. It protects nothing: its memory is readable.
///
/// Start with [dev.puce.service.card.fido.FidoCard].
package dev.puce.service.card.fido;
