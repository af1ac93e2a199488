package dev.puce.decode;

import java.util.List;

/// The reader as the receiver of commands in class FF.
final class ReaderCommands {
    static final Application READER = new Application("reader", "reader", List.of("reader"));

    private ReaderCommands() {}
}
