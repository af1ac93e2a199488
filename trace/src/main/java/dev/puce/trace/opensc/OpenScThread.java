package dev.puce.trace.opensc;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Provenance;
import dev.puce.trace.source.Origin;
import java.util.Optional;
import java.util.OptionalInt;

/// A thread of a program that uses OpenSC, with the reader that it uses.
///
/// @param key    process and thread
/// @param origin origin of its calls
record OpenScThread(String key, Origin origin) {
    static OpenScThread of(OpenScStamp stamp, OpenScThread before) {
        String key = stamp.process() + "/" + stamp.thread();
        boolean same = before != null && before.key.equals(key);
        String app = stamp.app().isEmpty() && same ? before.origin.caller().program() : stamp.app();
        if (same && app.equals(before.origin.caller().program())) {
            return before;
        }
        var caller = Caller.inLog(
                app,
                stamp.process().isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(stamp.process())),
                Optional.of(stamp.thread()).filter(thread -> !thread.isEmpty()));
        return new OpenScThread(key, new Origin(key, caller, same ? before.origin.provenance() : Provenance.DIRECT));
    }

    OpenScThread at(String reader) {
        return new OpenScThread(key, origin.at(reader));
    }
}
