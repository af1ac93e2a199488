package dev.puce.web;

import dev.puce.trace.filter.Subject;

/// Takes calls with their positions in the trace.
@FunctionalInterface
interface CallVisitor {
    /// Takes a call.
    ///
    /// @param position place of the call in the order of the trace, from 0
    void visit(int position, Subject call);
}
