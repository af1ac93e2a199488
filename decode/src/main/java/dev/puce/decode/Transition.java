package dev.puce.decode;

import dev.puce.decode.dictionary.ApplicationTable;
import dev.puce.decode.dictionary.ClassKind;
import dev.puce.decode.dictionary.CommandShape;
import dev.puce.decode.dictionary.Tlv;
import dev.puce.decode.dictionary.View;
import dev.puce.iso7816.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The effect of an exchange on the state of its channel.
final class Transition {
    private static final int[] DATA_OBJECT_LISTS = {0x9F38, 0x8C, 0x8D, 0x97, 0x9F49, 0x9F69, 0x9F51, 0x9F4F};
    private static final int DEEPEST_LIST = 4;

    private Transition() {}

    /// The state after an exchange; the exchange may still be continued.
    static ChannelState after(Exchange exchange, ChannelState before) {
        var shape = exchange.firstShape();
        var kind = exchange.kind();
        if (kind == ClassKind.DESFIRE) {
            return before;
        }
        boolean done = isDone(exchange.lastLink().status());
        if (shape.ins() == 0xA4
                && (kind.hasChannel() || kind == ClassKind.GSM || kind == ClassKind.CALYPSO)
                && exchange.instruction().name().startsWith("SELECT")) {
            return selected(exchange, shape, before, done);
        }
        if (!done) {
            return before;
        }
        return switch (shape.ins()) {
            case 0x82 -> authenticated(exchange, shape, before);
            case 0x22 -> before.remembering(Map.of(0x22, exchange.commandData().bytes()));
            default -> {
                var state = before.application().uses("emv") ? withLists(exchange, before) : before;
                var row = CurrentFile.sfi(shape) > 0 ? CurrentFile.row(shape, before) : null;
                yield read(exchange, shape, before, row == null ? state : state.at(state.df(), row.id()));
            }
        };
    }

    /// The state after a command on a file, with what it read.
    private static ChannelState read(Exchange exchange, CommandShape shape, ChannelState before, ChannelState after) {
        int offset = FileReading.offset(shape, exchange.readableCommand());
        boolean isReadable = exchange.context().protection() == Protection.NONE || exchange.plain() != null;
        if (offset < 0 || !isReadable || exchange.isAnswerHidden()) {
            return CurrentFile.isFileCommand(shape.ins()) ? after.reading(null) : after;
        }
        View content = FileReading.content(shape, Body.of(exchange).answerData());
        return after.reading(FileReading.after(before.reading(), offset, content.bytes()));
    }

    static boolean isDone(int status) {
        int sw1 = status >> 8;
        return status == 0x9000 || sw1 == 0x61 || sw1 == 0x62 || sw1 == 0x63 || sw1 == 0x9F || sw1 == 0x91;
    }

    private static ChannelState selected(Exchange exchange, CommandShape shape, ChannelState before, boolean done) {
        boolean byName = shape.p1() == 0x04 && exchange.kind() != ClassKind.GSM;
        if (!done) {
            return byName && before.confidence() == Confidence.SELECTED ? before.with(Confidence.PROBABLE) : before;
        }
        if (exchange.context().protection() == Protection.ISO && exchange.plain() == null) {
            return before.at(-1, -1);
        }
        View data = exchange.readableCommand();
        if (byName && (shape.p2() & 0x60) != 0x40) {
            return named(exchange, data);
        }
        return byName || shape.hidden() ? before : file(exchange, shape, data, before);
    }

    private static ChannelState named(Exchange exchange, View data) {
        View answer = exchange.answerData();
        Bytes found = dfName(answer);
        if (data.isEmpty()) {
            var application = Application.of(
                    found.isEmpty()
                            ? ApplicationTable.ofId("gp").orElseThrow()
                            : ApplicationTable.selected(found, found));
            var confidence = found.isEmpty() ? Confidence.FROM_COMMAND : Confidence.SELECTED;
            return withLists(exchange, ChannelState.of(application, confidence));
        }
        var application = Application.of(ApplicationTable.selected(data.bytes(), found));
        if (application.families().isEmpty() && looksLikePayment(answer)) {
            application = new Application("emv", application.name(), List.of("emv"));
        }
        return withLists(exchange, ChannelState.of(application, Confidence.SELECTED));
    }

    private static boolean looksLikePayment(View answer) {
        View proprietary = Tlv.find(answer, 0x6F, 0xA5);
        return !Tlv.find(proprietary, 0x50).isEmpty()
                && (!Tlv.find(proprietary, 0x9F38).isEmpty()
                        || !Tlv.find(proprietary, 0xBF0C).isEmpty());
    }

    private static Bytes dfName(View answer) {
        View name = Tlv.find(answer, 0x6F, 0x84);
        if (name.isEmpty()) {
            name = Tlv.find(answer, 0x62, 0x84);
        }
        if (name.isEmpty()) {
            name = Tlv.find(answer, 0x6F, 0x4F);
        }
        return name.length() > 16 ? Bytes.EMPTY : name.bytes();
    }

    private static ChannelState file(Exchange exchange, CommandShape shape, View data, ChannelState before) {
        if (data.isEmpty() && shape.p1() == 0) {
            return before.at(0x3F00, -1);
        }
        if (data.length() < 2 || data.length() > 32) {
            return before.at(shape.p1() == 3 ? -1 : before.df(), -1);
        }
        int id = data.u16(data.length() - 2);
        int parent = data.length() >= 4 ? data.u16(data.length() - 4) : shape.p1() == 8 ? 0x3F00 : before.df();
        boolean directory = id >> 8 == 0x3F
                || id >> 8 == 0x7F
                || (id >> 8 == 0x5F && before.application().uses("uicc"))
                || shape.p1() == 1;
        View descriptor = Tlv.search(exchange.answerData(), 0x82, 1);
        if (descriptor != null && !descriptor.isEmpty()) {
            directory = (descriptor.u8(0) & 0x38) == 0x38 && descriptor.u8(0) != 0x39 && descriptor.u8(0) != 0x79;
        }
        var state = directory ? before.at(id, -1) : before.at(parent, id);
        if (!state.application().isKnown()
                && id == 0x3F00
                && exchange.answerData().u8(0) == 0x62) {
            return state.inferred(Application.ofId("uicc").orElseThrow(), Confidence.FROM_COMMAND);
        }
        return state;
    }

    private static ChannelState authenticated(Exchange exchange, CommandShape shape, ChannelState before) {
        if (exchange.context().protection() != Protection.GLOBALPLATFORM) {
            return before;
        }
        var state = before.application().isKnown()
                ? before
                : before.inferred(Application.ofId("gp").orElseThrow(), Confidence.FROM_COMMAND);
        return state.with(new SecureChannelState(shape.p1(), shape.nc() >= 32 ? 16 : 8));
    }

    private static ChannelState withLists(Exchange exchange, ChannelState state) {
        View answer = exchange.answerData();
        int first = answer.u8(0);
        boolean listed = first == 0x6F || first == 0x70 || first == 0x77 || first == 0x9F;
        if (!listed || !state.application().uses("emv")) {
            return state;
        }
        var found = new HashMap<Integer, Bytes>();
        for (int tag : DATA_OBJECT_LISTS) {
            View list = Tlv.search(answer, tag, DEEPEST_LIST);
            if (list != null && list.length() <= 252) {
                found.put(tag, list.bytes());
            }
        }
        View currency = Tlv.search(answer, 0x9F42, DEEPEST_LIST);
        if (currency != null && currency.length() == 2) {
            found.put(0x9F42, currency.bytes());
        }
        return state.remembering(found);
    }

    /// Number of the channel that MANAGE CHANNEL opened; -1 if it did not.
    static int openedChannel(Exchange exchange) {
        var shape = exchange.firstShape();
        if (shape.ins() != 0x70
                || shape.p1() != 0
                || !exchange.kind().hasChannel()
                || exchange.lastLink().status() != 0x9000) {
            return -1;
        }
        return shape.p2() != 0 ? shape.p2() : exchange.answerData().u8(0);
    }

    /// Number of the channel that MANAGE CHANNEL closed; -1 if it did not.
    static int closedChannel(Exchange exchange) {
        var shape = exchange.firstShape();
        if (shape.ins() != 0x70
                || shape.p1() != 0x80
                || !exchange.kind().hasChannel()
                || !isDone(exchange.lastLink().status())) {
            return -1;
        }
        return shape.p2() != 0 ? shape.p2() : exchange.context().channel();
    }
}
