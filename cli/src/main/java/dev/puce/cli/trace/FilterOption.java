package dev.puce.cli.trace;

import dev.puce.pcsc.CallSink;
import dev.puce.trace.filter.Filter;
import dev.puce.trace.filter.FilterSink;
import dev.puce.trace.filter.FilterSyntaxException;
import dev.puce.trace.session.MessagingKeys;
import dev.puce.trace.session.TracedCards;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// The option `--filter`, shared by every command that shows or counts calls.
public final class FilterOption {
    @Option(
            names = "--filter",
            paramLabel = "EXPR",
            converter = Converter.class,
            description = "Only calls that match, for example 'reader ~ ACS and (sw ~ 63C? or duration > 100ms)'. See"
                    + " docs/reference/filters.md.")
    private Filter filter;

    private FilterSink filtering;

    /// Returns whether there is a filter.
    public boolean isGiven() {
        return filter != null;
    }

    /// Returns a filter in front of the sink, or the sink itself if there is no filter.
    public CallSink before(CallSink sink) {
        return before(sink, MessagingKeys.NONE);
    }

    /// Returns a filter in front of the sink, or the sink itself if there is no filter.
    ///
    /// @param keys keys that decrypt secure messaging
    public CallSink before(CallSink sink, MessagingKeys keys) {
        if (filter == null) {
            return sink;
        }
        filtering = new FilterSink(filter, sink, new TracedCards(keys));
        return filtering;
    }

    /// Says that no call has passed the filter. An empty view looks like a fault.
    void reportIfNothing(PrintWriter err) {
        if (filtering != null && !filtering.hasPassed()) {
            err.println("puce: No call matches the filter.");
            err.flush();
        }
    }

    /// Selects a call by its number, and calls around it. The filter, if there is one, must match too.
    ///
    /// @param number number of the call, from 1
    /// @param around number of further calls before and after it
    void selectCalls(long number, long around) {
        String range = "seq >= " + (number - around) + " and seq <= " + (number + around);
        try {
            filter = Filter.parse(filter == null ? range : "(" + filter + ") and " + range);
        } catch (FilterSyntaxException impossible) {
            throw new IllegalStateException("both parts were valid", impossible);
        }
    }

    /// Parses an expression.
    public static final class Converter implements CommandLine.ITypeConverter<Filter> {
        @Override
        public Filter convert(String value) {
            try {
                return Filter.parse(value);
            } catch (FilterSyntaxException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }
}
