package dev.puce.decode.dictionary;

import dev.puce.iso7816.Bytes;
import java.util.Map;

/// The circumstances in which formats read bytes: header, data, selected file and remembered objects of an
/// exchange.
///
/// @param dictionary dictionary of the selected application
/// @param cla        class byte
/// @param ins        instruction byte
/// @param p1         first parameter
/// @param p2         second parameter
/// @param command    command data, without padding and protection; empty if hidden
/// @param answer     response data
/// @param status     status word; -1 without an answer
/// @param hidden     text in place of command data that cannot be read (`[hidden]`, `encrypted`); empty if they
///                   can
/// @param memory     objects seen earlier, by tag: DOLs of EMV, the last security environment
/// @param df         identifier of the current directory; -1 if unknown
/// @param file       the file that the command works on; `null` if unknown
/// @param fileKnown  identifier of that file; -1 if unknown
/// @param parts      physical commands of the exchange so far
public record DictionaryScope(
        Dictionary dictionary,
        int cla,
        int ins,
        int p1,
        int p2,
        View command,
        View answer,
        int status,
        String hidden,
        Map<Integer, Bytes> memory,
        int df,
        FileRow file,
        int fileKnown,
        int parts) {
    /// The same circumstances with another dictionary.
    public DictionaryScope with(Dictionary other) {
        return new DictionaryScope(
                other, cla, ins, p1, p2, command, answer, status, hidden, memory, df, file, fileKnown, parts);
    }

    /// The same circumstances with more remembered objects.
    public DictionaryScope remembering(Map<Integer, Bytes> objects) {
        return new DictionaryScope(
                dictionary, cla, ins, p1, p2, command, answer, status, hidden, objects, df, file, fileKnown, parts);
    }

    /// P1 and P2 as one number.
    public int p12() {
        return p1 << 8 | p2;
    }
}
