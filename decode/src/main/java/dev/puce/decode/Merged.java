package dev.puce.decode;

import dev.puce.decode.dictionary.ClassKind;
import dev.puce.decode.dictionary.CommandShape;
import dev.puce.decode.dictionary.View;
import dev.puce.decode.value.Side;
import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;

/// The bytes of an exchange with its parts joined.
record Merged(
        Bytes command,
        View commandData,
        Bytes response,
        View answerData,
        boolean hasStatus,
        boolean commandHidden,
        boolean answerHidden) {
    private static final int READER_FIRMWARE = 0x48;

    static Merged of(Exchange exchange) {
        var last = exchange.lastLink();
        return last.count() == 1 ? single(exchange, last) : joined(exchange, last.all());
    }

    private static Merged single(Exchange exchange, Link link) {
        var shape = link.shape();
        var response = link.part().response().orElse(Bytes.EMPTY);
        boolean text = isReaderText(exchange, response);
        int end = text ? response.length() : Math.max(0, response.length() - 2);
        return new Merged(
                shape.bytes(),
                shape.data(),
                response,
                View.of(response, Side.RESPONSE, 0, end),
                !text && response.length() >= 2,
                shape.hidden(),
                link.part().responseHidden());
    }

    /// The ACR122 answers with its name and without a status word.
    private static boolean isReaderText(Exchange exchange, Bytes response) {
        var shape = exchange.firstShape();
        return exchange.kind() == ClassKind.READER
                && shape.ins() == 0
                && shape.p1() == READER_FIRMWARE
                && View.of(response, Side.RESPONSE, 0, response.length()).isAscii();
    }

    private static Merged joined(Exchange exchange, List<Link> links) {
        var data = new ArrayList<Bytes>();
        var answers = new ArrayList<Bytes>();
        boolean commandHidden = false;
        boolean answerHidden = false;
        for (int i = 0; i < links.size(); i++) {
            var link = links.get(i);
            var part = link.part();
            commandHidden |= part.commandHidden();
            answerHidden |= part.responseHidden();
            var shape = link.shape();
            switch (part.role()) {
                case FIRST, CHAINED -> data.add(shape.data().bytes());
                case FETCH -> {
                    if (exchange.kind() == ClassKind.DESFIRE) {
                        data.add(shape.data().bytes());
                    }
                }
                case DATA -> data.add(shape.bytes());
                case RETRY -> {
                    if (links.get(i - 1).status() >> 8 == 0x61) {
                        answers.clear(); // the answer starts again
                    }
                }
            }
            boolean keepAlive = i < links.size() - 1 && link.status() == 0x9100 && exchange.kind() != ClassKind.DESFIRE;
            var response = part.response().orElse(Bytes.EMPTY);
            if (!keepAlive && response.length() > 2) {
                answers.add(response.slice(0, response.length() - 2));
            }
        }
        var lastResponse = links.getLast().part().response().orElse(Bytes.EMPTY);
        boolean hasStatus = lastResponse.length() >= 2;
        if (hasStatus) {
            answers.add(lastResponse.from(lastResponse.length() - 2));
        }
        var commandData = join(data);
        var command = command(links.getFirst().shape(), commandData);
        var response = join(answers);
        int dataFrom = command.length() > 4 ? (command.get(4) == 0 && command.length() > 7 ? 7 : 5) : 4;
        int dataTo = Math.min(command.length(), dataFrom + commandData.length());
        return new Merged(
                command,
                View.of(command, Side.COMMAND, Math.min(dataFrom, dataTo), dataTo),
                response,
                View.of(response, Side.RESPONSE, 0, hasStatus ? response.length() - 2 : response.length()),
                hasStatus,
                commandHidden,
                answerHidden);
    }

    /// A command that carries all data, with the class of the first part and without its chaining bit.
    private static Bytes command(CommandShape first, Bytes data) {
        boolean chained = (first.cla() & 0x10) != 0 && ClassKind.of(first.cla()).hasChannel();
        Bytes header = first.bytes().length() < 4
                ? first.bytes()
                : Bytes.of(chained ? first.cla() & ~0x10 : first.cla(), first.ins(), first.p1(), first.p2());
        if (data.isEmpty()) {
            return first.ne() > 0 && first.bytes().length() > 4 ? first.bytes() : header;
        }
        return header.plus(lengthAndData(data));
    }

    /// The data with their length in front, in 1 or 3 bytes; nothing if there are no data.
    static Bytes lengthAndData(Bytes data) {
        if (data.isEmpty()) {
            return data;
        }
        Bytes length = data.length() <= 255 ? Bytes.of(data.length()) : Bytes.of(0, data.length() >> 8, data.length());
        return length.plus(data);
    }

    private static Bytes join(List<Bytes> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        int length = 0;
        for (var part : parts) {
            length += part.length();
        }
        var joined = new byte[length];
        int at = 0;
        for (var part : parts) {
            part.copyTo(joined, at);
            at += part.length();
        }
        return Bytes.of(joined);
    }
}
