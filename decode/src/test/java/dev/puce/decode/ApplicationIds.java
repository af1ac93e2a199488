package dev.puce.decode;

import dev.puce.decode.dictionary.ApplicationTable;
import java.util.List;
import java.util.stream.Stream;

/// Applications, one of each dictionary.
final class ApplicationIds {
    private ApplicationIds() {}

    static List<Application> all() {
        return Stream.concat(
                        Stream.of(Application.UNKNOWN),
                        ApplicationTable.families().stream()
                                .map(family -> new Application(family, family, List.of(family))))
                .toList();
    }
}
