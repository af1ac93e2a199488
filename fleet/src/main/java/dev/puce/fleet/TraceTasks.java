package dev.puce.fleet;

import dev.puce.cli.fleet.FleetGrouping;
import dev.puce.pcsc.CallSink;
import dev.puce.trace.filter.Filter;
import dev.puce.trace.filter.FilterSink;
import dev.puce.trace.filter.FilterSyntaxException;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/// The work on one trace. It runs on the machines of a cluster.
final class TraceTasks {
    /// An expression that stands for no filter.
    static final String NO_FILTER = "";

    private TraceTasks() {}

    static void summarise(
            FleetTrace trace, FileSystems files, FleetGrouping grouping, String filter, SummaryPart part) {
        var grouped = new GroupedCalls[1];
        boolean isRead = trace.read(
                files,
                header -> {
                    grouped[0] = new GroupedCalls(grouping, trace, header);
                    return filter.equals(NO_FILTER) ? grouped[0] : filtered(filter, grouped[0]);
                },
                part.input);
        if (isRead) {
            grouped[0].groups().forEach(part::add);
        }
    }

    private static CallSink filtered(String filter, CallSink sink) {
        try {
            return new FilterSink(Filter.parse(filter), sink);
        } catch (FilterSyntaxException impossible) {
            throw new IllegalArgumentException("the command line has parsed it", impossible);
        }
    }

    static Optional<DiagnosedTrace> diagnose(FleetTrace trace, FileSystems files, InputCount count) {
        var rules = new DiagnosedTrace.Rules[1];
        boolean isRead = trace.read(files, header -> rules[0] = new DiagnosedTrace.Rules(trace, header), count);
        return isRead ? Optional.of(rules[0].result()) : Optional.empty();
    }

    static Stream<FoundCall> search(FleetTrace trace, FileSystems files, String filter) {
        var matching = new MatchingCalls[1];
        boolean isRead = trace.read(
                files,
                header -> {
                    matching[0] = new MatchingCalls(trace, header);
                    return filtered(filter, matching[0]);
                },
                new InputCount());
        return isRead ? matching[0].found().stream() : Stream.empty();
    }

    static void count(FleetTrace list, FileSystems files, AtrPart part) {
        try (var in = files.open(list.files().getFirst())) {
            part.counter.count(in, list.name());
            part.input.read(0);
        } catch (IOException e) {
            part.input.unreadable(e.getMessage());
        }
    }
}
