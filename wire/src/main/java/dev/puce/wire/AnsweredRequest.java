package dev.puce.wire;

import java.util.Optional;

/// A message from the daemon together with the request that it answers.
///
/// @param request empty for events and for bytes that nobody asked for
public record AnsweredRequest(Optional<Request> request, Reply reply) {}
