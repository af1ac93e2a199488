package dev.puce.cli.trace;

import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine;

/// Reads the name of a view as it is typed: `pcsc-spy`.
final class FormatConverter implements CommandLine.ITypeConverter<ViewOptions.Format> {
    @Override
    public ViewOptions.Format convert(String value) {
        return Arrays.stream(ViewOptions.Format.values())
                .filter(format -> format.toString().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new CommandLine.TypeConversionException(
                        "'" + value + "' is not a view. The views are " + String.join(", ", new Candidates())));
    }

    /// The names, for help and completion.
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ViewOptions.Format.values())
                    .map(ViewOptions.Format::toString)
                    .iterator();
        }
    }
}
