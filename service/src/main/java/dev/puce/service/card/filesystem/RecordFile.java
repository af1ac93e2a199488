package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;

/// An EF with records, numbered from 1. In a cyclic file number 1 is the newest.
final class RecordFile implements ElementaryFile {
    enum Structure {
        LINEAR,
        CYCLIC
    }

    /// Maximum number of records: numbers have one byte, 1 to FE (ISO/IEC 7816-4:2013, 7.3.1).
    static final int MAX_RECORDS = 254;

    private final Header header;
    private final Structure structure;
    private final List<Bytes> records;

    RecordFile(Header header, Structure structure, List<Bytes> records) {
        this.header = header;
        this.structure = structure;
        this.records = new ArrayList<>(records);
    }

    @Override
    public Header header() {
        return header;
    }

    Structure structure() {
        return structure;
    }

    @Override
    public int size() {
        return records.stream().mapToInt(Bytes::length).sum();
    }

    int count() {
        return records.size();
    }

    /// Returns the length of the longest record, in bytes.
    int longest() {
        return records.stream().mapToInt(Bytes::length).max().orElse(0);
    }

    /// Returns whether all records have the same length.
    boolean isFixed() {
        return records.stream().mapToInt(Bytes::length).distinct().count() <= 1;
    }

    Bytes record(int number) {
        return records.get(number - 1);
    }

    void update(int number, Bytes record) {
        records.set(number - 1, record);
    }

    /// Returns whether the file has no room for another record.
    boolean isFull() {
        return structure == Structure.LINEAR && records.size() >= MAX_RECORDS;
    }

    /// Adds a record: at the end of a linear file. In a cyclic file it becomes number 1 and replaces the oldest.
    void append(Bytes record) {
        if (structure == Structure.CYCLIC) {
            records.addFirst(record);
            records.removeLast();
        } else {
            records.add(record);
        }
    }
}
