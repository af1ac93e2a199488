package dev.puce.wire;

import java.util.Optional;

/// A message from the daemon and the request that it answers.
///
/// @param request empty for events and unsolicited bytes
public record AnsweredRequest(Optional<Request> request, Reply reply) {}
