package dev.puce.trace.recording;

import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/// The properties of an object on a line of a recording.
///
/// Ask for each once, and in the order in which [RecordingWriter] writes them: [OrderedFields] reads on as it is
/// asked. [JsonFields] has them in any order.
interface Fields {
    /// A property that a line of this kind must have is missing or of another type.
    final class MissingFieldException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingFieldException(String name) {
            super("there is no \"" + name + "\" of the right type");
        }
    }

    /// Whether there is a property with that name; it may be asked for afterwards.
    boolean has(String name);

    /// A string.
    ///
    /// @throws MissingFieldException if there is none with that name, as in all that follow
    String text(String name);

    Optional<String> optionalText(String name);

    /// A whole number.
    ///
    /// @throws NumberFormatException if it is none, as in all that follow
    OptionalLong optionalLong(String name);

    OptionalInt optionalInt(String name);

    /// Nanoseconds of a time that is written in microseconds, see [Micros].
    long micros(String name);

    OptionalLong optionalMicros(String name);

    /// A number written by [HexNumber].
    long number(String name);

    /// A handle, or [Call#UNKNOWN_HANDLE] without such a property.
    long handle(String name);

    /// Whether the object has no properties (left).
    boolean isEmpty();

    /// The low 32 bits of a number written by [HexNumber].
    default int word(String name) {
        return (int) number(name);
    }

    /// Bytes in hex.
    ///
    /// @throws IllegalArgumentException if it is not hex
    Bytes bytes(String name);

    List<String> strings(String name);

    /// The result of `read` for an object.
    <T> T object(String name, Function<Fields, T> read);

    <T> Optional<T> optionalObject(String name, Function<Fields, T> read);

    /// The results of `read` for each object of a list.
    <T> List<T> objects(String name, Function<Fields, T> read);
}
