package dev.puce.decode;

import dev.puce.iso7816.Bytes;
import java.util.Optional;

/// One physical command and its answer.
///
/// @param role           the command's role in its logical exchange
/// @param command        the visible bytes of the command
/// @param commandHidden  whether more bytes follow, which redaction removed
/// @param response       data and status word; empty if the card did not answer or the answer is not known
/// @param responseHidden whether redaction removed the end of the response data
public record Part(Role role, Bytes command, boolean commandHidden, Optional<Bytes> response, boolean responseHidden) {}
