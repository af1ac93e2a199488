package dev.puce.decode.value;

import java.util.List;

/// The instruction of a command.
///
/// @param name         name in the words of its specification: `READ BINARY`; `INS F2` if it is not known
/// @param family       the dictionary that names it, such as `iso` or `piv`; empty if it is not known
/// @param source       specification and clause; empty if it is not known
/// @param alternatives other instructions with the same bytes, if the application does not decide between them
public record Instruction(String name, String family, String source, List<String> alternatives) {
    public Instruction {
        alternatives = List.copyOf(alternatives);
    }

    /// Whether a dictionary names it.
    public boolean isKnown() {
        return !family.isEmpty();
    }

    /// The name, and the alternatives if there are any: `GET STATUS or STATUS`.
    @Override
    public String toString() {
        return alternatives.isEmpty() ? name : name + " or " + String.join(" or ", alternatives);
    }
}
