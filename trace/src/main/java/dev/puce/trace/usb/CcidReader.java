package dev.puce.trace.usb;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.Origin;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A reader: its messages become commands, answers and ATRs.
final class CcidReader {
    private static final int TPDU_LEVEL = 1;
    private static final int UNKNOWN_LEVEL = -1;
    private static final int WHOLE = 0;
    private static final int FIRST = 1;
    private static final int LAST = 2;
    private static final int MOST_SLOTS = 256;
    private static final int MOST_BYTES = 1 << 17;

    private final String name;
    private final ExchangeAssembler calls;
    private final Map<Integer, Slot> slots = new HashMap<>();
    private int level = UNKNOWN_LEVEL;

    /// A slot: the request that waits for its answer, and chains that have begun.
    private static final class Slot {
        final Origin origin;
        int request;
        int sequence;
        final T1Chain commandBlocks = new T1Chain();
        final T1Chain responseBlocks = new T1Chain();
        boolean usesBlocks;
        Bytes command = Bytes.EMPTY;
        Bytes response = Bytes.EMPTY;
        boolean hasCommand;
        long commandNanos;

        Slot(Origin origin) {
            this.origin = origin;
        }

        void clear() {
            command = Bytes.EMPTY;
            response = Bytes.EMPTY;
            hasCommand = false;
            commandBlocks.reset();
            responseBlocks.reset();
        }
    }

    CcidReader(String name, ExchangeAssembler calls) {
        this.name = name;
        this.calls = calls;
    }

    /// Sets the level of exchange: 1 for TPDUs, 2 and 4 for APDUs (CCID 1.1, table 5.1-1).
    void level(int newLevel) {
        level = newLevel;
    }

    private Slot slot(int number) {
        String reader = number == 0 ? name : name + " slot " + number;
        return slots.computeIfAbsent(
                number % MOST_SLOTS,
                key -> new Slot(new Origin(
                        name + key,
                        Origin.UNKNOWN.caller(),
                        Origin.UNKNOWN.at(reader).provenance())));
    }

    void message(long nanos, CcidMessage message) throws IOException {
        var slot = slot(message.slot());
        if (message.type() < 0x80) {
            slot.request = message.type();
            slot.sequence = message.sequence();
            if (message.type() == CcidMessage.POWER_ON || message.type() == CcidMessage.POWER_OFF) {
                slot.clear();
            } else if (message.type() == CcidMessage.TRANSFER) {
                transfer(slot, nanos, message);
            }
        } else if (message.type() == CcidMessage.DATA_BLOCK && message.sequence() == slot.sequence) {
            dataBlock(slot, nanos, message);
        }
    }

    private void transfer(Slot slot, long nanos, CcidMessage message) throws IOException {
        var data = message.data();
        if (!slot.hasCommand && slot.command.isEmpty() && slot.commandBlocks.isEmpty()) {
            slot.commandNanos = nanos;
        }
        slot.usesBlocks = (level == TPDU_LEVEL || level == UNKNOWN_LEVEL) && T1Chain.isBlock(data);
        if (slot.usesBlocks) {
            var command = slot.commandBlocks.block(data);
            if (command.isPresent()) {
                command(slot, command.get());
            }
            return;
        }
        int chain = message.level();
        if (chain == 0x10) {
            return; // asks for the rest of the answer
        }
        slot.command = joined(slot.command, chain, data);
        if (chain == WHOLE || chain == LAST) {
            command(slot, slot.command);
        }
    }

    /// Joins a block to the chain before it, unless it starts a chain, or the chain is longer than an APDU.
    ///
    /// @param position position of the block in its chain (CCID 1.1, 6.1.4 and 6.2.1)
    private static Bytes joined(Bytes chain, int position, Bytes block) {
        return position == WHOLE || position == FIRST || chain.length() > MOST_BYTES ? block : chain.plus(block);
    }

    private void command(Slot slot, Bytes command) throws IOException {
        slot.command = Bytes.EMPTY;
        slot.response = Bytes.EMPTY;
        slot.hasCommand = true;
        calls.nextCommand(slot.origin, slot.commandNanos, ExchangeAssembler.transmit(command));
    }

    private void dataBlock(Slot slot, long nanos, CcidMessage message) throws IOException {
        if (message.isTimeExtension()) {
            return;
        }
        if (slot.request == CcidMessage.POWER_ON && !message.hasFailed()) {
            mark(slot, nanos, "card ATR", "", Optional.of(message.data()));
        } else if (message.hasFailed()) {
            String what = "CCID error 0x%02X".formatted(message.error());
            mark(slot, nanos, "reader error", what, Optional.empty());
            if (slot.hasCommand && calls.isOpen(slot.origin, Function.TRANSMIT)) {
                calls.end(slot.origin, Function.TRANSMIT, nanos, ReturnCode.UNKNOWN, Result.NONE);
            }
            slot.clear();
        } else if (slot.request == CcidMessage.TRANSFER) {
            response(slot, nanos, message);
        }
    }

    private void response(Slot slot, long nanos, CcidMessage message) throws IOException {
        Optional<Bytes> response = Optional.empty();
        if (slot.usesBlocks) {
            response = slot.responseBlocks.block(message.data());
        } else {
            slot.response = joined(slot.response, message.last(), message.data());
            if (message.last() == WHOLE || message.last() == LAST) {
                response = Optional.of(slot.response);
            }
        }
        if (response.isPresent() && slot.hasCommand) {
            slot.hasCommand = false;
            slot.response = Bytes.EMPTY;
            calls.response(slot.origin, nanos, response.get());
        }
    }

    /// RDR_to_PC_NotifySlotChange: two bits a slot, whether a card is there and whether that has changed.
    void slotChange(long nanos, Bytes data) throws IOException {
        if (data.length() < 2 || data.get(0) != 0x50) {
            return;
        }
        for (int number = 0; number < (data.length() - 1) * 4; number++) {
            int bits = data.get(1 + number / 4) >> (number % 4 * 2);
            if ((bits & 2) != 0) {
                mark(slot(number), nanos, (bits & 1) != 0 ? "card inserted" : "card removed", "", Optional.empty());
            }
        }
    }

    private void mark(Slot slot, long nanos, String what, String text, Optional<Bytes> atr) throws IOException {
        calls.mark(slot.origin, nanos, new Call.Mark(what, text, atr));
    }
}
