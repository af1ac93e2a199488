package dev.puce.cli;

import dev.puce.spy.CallSink;
import dev.puce.spy.filter.Filter;
import dev.puce.spy.filter.FilterSink;
import dev.puce.spy.filter.FilterSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// The option `--filter`, shared by every command that shows or counts calls.
final class FilterOption {
    @Option(
            names = "--filter",
            paramLabel = "EXPR",
            converter = Converter.class,
            description = "Only calls that match, for example 'reader ~ ACS and (sw ~ 63C? or duration > 100ms)'."
                    + " All fields and operators: docs/filters.md.")
    private Filter filter;

    /// Whether there is a filter.
    boolean isGiven() {
        return filter != null;
    }

    /// The sink behind the filter, or the sink itself if there is no filter.
    CallSink before(CallSink sink) {
        return filter == null ? sink : new FilterSink(filter, sink);
    }

    /// Reads an expression.
    static final class Converter implements CommandLine.ITypeConverter<Filter> {
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
