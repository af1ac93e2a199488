package dev.puce.decode.dictionary;

import java.util.List;

/// A file of an application.
///
/// @param df     identifier of its directory, -1 for any; 0x7FFF is the application's own
/// @param id     file identifier
/// @param sfi    short file identifier, 0 if there is none
/// @param name   name
/// @param format label and format of the content, or of one record
/// @param source specification and clause
/// @param line   number of the line in the file
public record FileRow(int df, int id, int sfi, String name, FieldFormat format, String source, int line) {
    static FileRow read(Family family, List<String> cells, int line) {
        return new FileRow(
                cells.get(0).equals("*") ? -1 : Integer.parseInt(cells.get(0), 16),
                Integer.parseInt(cells.get(1), 16),
                cells.get(2).equals("-") ? 0 : Integer.parseInt(cells.get(2), 16),
                cells.get(3),
                FieldFormat.of(cells.get(4), cells.get(1), cells.get(3), family),
                cells.get(5),
                line);
    }
}
