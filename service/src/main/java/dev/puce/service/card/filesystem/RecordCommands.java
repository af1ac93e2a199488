package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;

/// READ RECORD, UPDATE RECORD and APPEND RECORD (ISO/IEC 7816-4:2020, 11.4). Records have numbers. As a record
/// identifier, P1 must be 00, which means any record.
final class RecordCommands {
    private final FileSystemSession session;

    RecordCommands(FileSystemSession session) {
        this.session = session;
    }

    /// B2: READ RECORD.
    ResponseApdu read(CommandApdu command) throws RefusedException {
        RecordFile file = file(command);
        session.require(file.header().read());
        int mode = command.p2() & 0x07;
        Bytes content = switch (mode) {
            case 5 -> range(file, number(file, command.p1()), file.count());
            case 6 -> range(file, 1, number(file, command.p1()));
            default -> file.record(one(file, command));
        };
        return new ResponseApdu(content, StatusWord.OK);
    }

    /// DC: UPDATE RECORD.
    ResponseApdu update(CommandApdu command) throws RefusedException {
        RecordFile file = file(command);
        session.require(file.header().update());
        int number = one(file, command);
        requireFit(file, command.data());
        file.update(number, command.data());
        return new ResponseApdu(StatusWord.OK);
    }

    /// E2: APPEND RECORD.
    ResponseApdu append(CommandApdu command) throws RefusedException {
        RecordFile file = file(command);
        session.require(file.header().update());
        requireFit(file, command.data());
        if (file.isFull()) {
            throw new RefusedException(StatusWord.NO_ROOM);
        }
        file.append(command.data());
        return new ResponseApdu(StatusWord.OK);
    }

    private RecordFile file(CommandApdu command) throws RefusedException {
        if (session.file(command.p2() >> 3) instanceof RecordFile records) {
            return records;
        }
        throw new RefusedException(StatusWord.INCOMPATIBLE_FILE);
    }

    // P2, bits 3 to 1 (7816-4, table 73): 0 to 3 first, last, next, previous; 4 number P1. The selected record
    // becomes the current one, except by number.
    private int one(RecordFile file, CommandApdu command) throws RefusedException {
        int mode = command.p2() & 0x07;
        if (mode == 4) {
            return number(file, command.p1());
        }
        if (mode > 4 || command.p1() != 0) {
            throw new RefusedException(mode > 4 ? StatusWord.WRONG_P1_P2 : StatusWord.FUNCTION_NOT_SUPPORTED);
        }
        int current = session.recordNumber();
        int number = switch (mode) {
            case 0 -> 1;
            case 1 -> file.count();
            case 2 -> current + 1;
            default -> current == 0 ? file.count() : current - 1;
        };
        requireRecord(file, number);
        session.selectRecord(number);
        return number;
    }

    // Number 0 means the current record.
    private int number(RecordFile file, int p1) throws RefusedException {
        int number = p1 == 0 ? session.recordNumber() : p1;
        requireRecord(file, number);
        return number;
    }

    private static void requireRecord(RecordFile file, int number) throws RefusedException {
        if (number < 1 || number > file.count()) {
            throw new RefusedException(StatusWord.RECORD_NOT_FOUND);
        }
    }

    private static Bytes range(RecordFile file, int first, int last) {
        Bytes all = Bytes.EMPTY;
        for (int number = first; number <= last; number++) {
            all = all.plus(file.record(number));
        }
        return all;
    }

    private static void requireFit(RecordFile file, Bytes record) throws RefusedException {
        if (file.count() > 0 && file.isFixed() && record.length() != file.longest()) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
    }
}
