package dev.puce.cli.terminal;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// Reads an alternative by its name as it is shown and typed; picocli's own message would give the names in Java.
public abstract class NamedValueConverter<T> implements CommandLine.ITypeConverter<T> {
    private final List<T> alternatives;

    public NamedValueConverter(List<T> alternatives) {
        this.alternatives = List.copyOf(alternatives);
    }

    @Override
    public T convert(String value) {
        return alternatives.stream()
                .filter(alternative -> alternative.toString().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new CommandLine.TypeConversionException("'%s' is not one of %s"
                        .formatted(
                                value,
                                alternatives.stream().map(String::valueOf).collect(Collectors.joining(", ")))));
    }
}
