package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ClassByte;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/// Finds the secrets in the commands and responses of one card, whichever programs send them.
///
/// [SecretTable] tells what a single command hides, and [Selection] in which application. This class adds the commands
/// that continue another one: chains, GET RESPONSE, T=0 data after a header, envelopes in several parts.
final class CardSecrets {
    private static final int SELECT = 0xA4;
    private static final int MANAGE_CHANNEL = 0x70;
    private static final int GET_RESPONSE = 0xC0;
    private static final int ADDITIONAL_FRAME = 0xAF;
    private static final int SEND_REMAINING = 0xA5;
    private static final int STORE_DATA = 0xE2;
    private static final int ENVELOPE = 0xC3; // or C2
    private static final int CHAINED = 0x10;
    private static final int WRAPPED = 0x90; // class of a DESFire command in an APDU
    private static final int MORE = 0x61;
    private static final int MORE_OF_SIM = 0x9F;
    private static final int LONGEST_ENVELOPED = 0x10000;
    private static final int DEEPEST = 4; // commands inside commands

    private final Selection selection = new Selection();
    private final HeaderAlone header = new HeaderAlone();
    private final DataGroupings groupings = new DataGroupings();
    private final ChainParts[] chains = new ChainParts[ClassByte.MAX_CHANNEL + 1];

    /// Secrecy of the responses that GET RESPONSE fetches on each channel.
    private final AnswerKind[] fetched = new AnswerKind[ClassByte.MAX_CHANNEL + 1];

    private int channel; // of the last command
    private AnswerKind answer = AnswerKind.PUBLIC;
    private boolean isHarmless;
    private boolean isDialogue; // the following frames of a DESFire authentication are secret
    private boolean isTunnelDialogue; // the same through a PN53x
    private AnswerKind controlAnswer = AnswerKind.PUBLIC;
    private Bytes controlled = Bytes.EMPTY; // the command for the card in the last control
    private int depth;

    private int envelopeBytes; // bytes of a secret command in envelopes that are still to come
    private boolean isEnvelopeShown; // only the response to the command in the envelopes is secret
    private int partsChannel; // of the latest ENVELOPE or STORE DATA

    /// The card was reset, removed or inserted.
    ///
    /// @param newAtr its answer to reset; empty if it is not known
    void reset(Bytes newAtr) {
        selection.reset(newAtr);
        Arrays.fill(chains, null);
        Arrays.fill(fetched, null);
        isTunnelDialogue = false;
        forgetCommand();
        header.forget();
        envelopeBytes = 0;
        groupings.forget();
    }

    /// The card was reset, and its answer is the same as before.
    void reset() {
        reset(selection.atr());
    }

    /// The answer to reset, which a call reports at any time.
    void atr(Bytes seen) {
        selection.atr(seen);
    }

    private void forgetCommand() {
        selection.forgetCommand();
        answer = AnswerKind.PUBLIC;
        isHarmless = false;
        isDialogue = false;
    }

    /// Whether the last command is known to be harmless.
    boolean isHarmless() {
        return isHarmless;
    }

    /// Whether the data of a T=0 command may follow, so that the next bytes are not a command.
    boolean awaitsData() {
        return header.awaitsData();
    }

    /// Takes the place of a card that is known under another handle, in the middle of a T=0 command.
    void continueHeaderOf(CardSecrets other) {
        header.continueThat(other.header);
    }

    /// Where the secret in the next command begins.
    ///
    /// @param isCut whether redaction has removed its end already
    Cut command(Bytes command, boolean isCut) {
        if (isCut) {
            cutBefore(command);
            return Cut.NONE;
        }
        if (header.isContinuedBy(command, selection)) {
            return data(command);
        }
        boolean isAnswerSecret = header.hidesAnswerWith(command, selection);
        header.forget();
        if (command.length() < Frame.HEADER || TunnelFrame.isOfCard(command)) {
            return frameOfCard(command);
        }
        var cut = isContinuation(command) ? continued(command) : first(command);
        answer = isAnswerSecret ? AnswerKind.SECRET : answer;
        return cut;
    }

    /// A command of DESFire or MIFARE Plus without an APDU around it.
    private Cut frameOfCard(Bytes bytes) {
        var frame = TunnelFrame.ofCard();
        int more = isDialogue ? frame.continuedAt(bytes) : -1;
        forgetCommand();
        int keyAt = more < 0 && TunnelFrame.isOfCard(bytes) ? frame.keyAt(bytes) : more;
        isDialogue = more >= 0 || frame.startsAuthentication(bytes);
        answer = isDialogue || keyAt >= 0 ? AnswerKind.SECRET : AnswerKind.PUBLIC;
        return keyAt < 0 ? Cut.NONE : Cut.at(keyAt);
    }

    /// A command whose end an earlier redaction removed. Its response may still be whole.
    private void cutBefore(Bytes visible) {
        forgetCommand();
        boolean isPublic = visible.length() >= Frame.HEADER && SecretTable.mayHideCommandOnly(visible, selection);
        answer = isPublic ? AnswerKind.PUBLIC : AnswerKind.SECRET;
    }

    /// The data that follow a T=0 header. The whole command decides.
    private Cut data(Bytes data) {
        var whole = header.with(data);
        channel = Frame.channel(header.cla());
        if (header.ins() == SELECT) {
            selection.select(whole);
        }
        var cut = chained(whole);
        if (header.isSecret()) {
            answer = AnswerKind.SECRET;
            return Cut.ALL;
        }
        int from = header.length();
        return cut.isNone() ? cut : new Cut(Math.max(0, cut.at() - from), Math.max(0, cut.atLength() - from));
    }

    /// Where the secret in a whole command begins.
    private Cut unchained(Bytes command) {
        var rule = SecretTable.find(command, selection);
        return rule == null ? Cut.NONE : cut(rule, command);
    }

    /// Where the secret in a command begins that may be a part of a chain.
    private Cut chained(Bytes command) {
        int ins = command.get(1);
        var chain = chains[channel];
        boolean continues = chain != null && chain.ins() == ins;
        boolean isChained = (command.get(0) & CHAINED) != 0 && command.get(0) != 0xFF;
        var cut = continues ? continued(chain, command) : unchained(command);
        if (isChained) {
            var data = continues ? chain.with(command) : Frame.data(command);
            chains[channel] = new ChainParts(ins, !cut.isNone(), answer, data);
        } else if (chain != null) {
            chains[channel] = null;
            envelopeBytes = 0;
        }
        return cut;
    }

    /// Where the secret in the next part of a chain begins. The whole command tells more than its part.
    private Cut continued(ChainParts chain, Bytes part) {
        answer = chain.answer();
        if (chain.isSecret()) {
            return ofData(part);
        }
        var whole = chain.whole(part);
        var cut = unchained(whole);
        int visible = cut.at() - (whole.length() - Frame.data(part).length());
        return cut.isNone() || visible <= 0 ? cutIfAny(cut, part) : afterData(part, visible);
    }

    private static Cut cutIfAny(Cut cut, Bytes part) {
        return cut.isNone() ? Cut.NONE : ofData(part);
    }

    private boolean isContinuation(Bytes command) {
        return switch (command.get(1)) {
            case GET_RESPONSE -> command.length() <= Frame.HEADER + 1 || Frame.dataAt(command) == command.length();
            case ADDITIONAL_FRAME -> command.get(0) == WRAPPED;
            case SEND_REMAINING -> selection.application(command.get(0)).uses("oath");
            default -> false;
        };
    }

    private Cut continued(Bytes command) {
        if (command.get(1) != ADDITIONAL_FRAME) {
            channel = Frame.channel(command.get(0));
            answer = fetched[channel] == null ? answer : fetched[channel];
            selection.getResponse(command);
        }
        return isDialogue && !Frame.hasOnlyLe(command) ? Frame.cut(command) : Cut.NONE;
    }

    private Cut first(Bytes command) {
        forgetCommand();
        int cla = command.get(0);
        int ins = command.get(1);
        isTunnelDialogue &= cla == 0xFF;
        boolean isEnvelope = (ins | 1) == ENVELOPE;
        boolean isOnChannelOfParts = Frame.channel(cla) == partsChannel;
        if (ins != STORE_DATA && !isEnvelope && isOnChannelOfParts) {
            groupings.forget();
        }
        if (!isEnvelope && isOnChannelOfParts) {
            envelopeBytes = 0;
        }
        if (ins == SELECT || ins == MANAGE_CHANNEL) {
            selection.select(command);
        }
        channel = Frame.channel(cla);
        var cut = Frame.isHeaderAlone(command) ? header(command) : chained(command);
        selection.use(command);
        return cut;
    }

    /// A header of T=0, whose data or response may follow.
    private Cut header(Bytes command) {
        var chain = chains[channel];
        boolean continues = chain != null && chain.ins() == command.get(1);
        chains[channel] = continues ? chain : null;
        var rule = SecretTable.find(command, selection);
        boolean isSecret = rule != null && rule.hides() == Hides.DATA && !rule.isConditional();
        header.sent(command, isSecret || (continues && chain.isSecret()));
        return rule == null ? Cut.NONE : cut(rule, command);
    }

    /// Applies a row to a command, and notes its effect on the response.
    private Cut cut(SecretRule rule, Bytes command) {
        if (rule.hides().isInside()) {
            partsChannel = Frame.channel(command.get(0));
        }
        return switch (rule.hides()) {
            case DATA -> {
                var cut = data(rule, command);
                answer = cut.isNone() ? AnswerKind.PUBLIC : AnswerKind.SECRET;
                isDialogue = command.get(0) == WRAPPED && !cut.isNone();
                yield cut;
            }
            case COMMAND -> data(rule, command);
            case ANSWER -> {
                answer = rule.isForTrailer() ? AnswerKind.TRAILER : AnswerKind.SECRET;
                yield Cut.NONE;
            }
            case COUNTER -> {
                answer = AnswerKind.COUNTER;
                yield Cut.NONE;
            }
            case DIALOGUE -> {
                answer = AnswerKind.SECRET;
                isDialogue = true;
                yield Cut.NONE;
            }
            case DGI -> groupings(command);
            case ENVELOPE -> envelope(command);
            case OBJECTS -> objects(command);
            case TUNNEL -> tunnel(command);
            case FEATURE -> {
                var structure = SecretTable.structure(command.get(3));
                int at = Frame.dataAt(command);
                yield structure == null || at >= command.length()
                        ? Cut.NONE
                        : structure.cut(command.from(at), this).shifted(at);
            }
            case PUBLIC -> Cut.NONE;
            case HARMLESS -> {
                isHarmless = true;
                answer = AnswerKind.HARMLESS;
                yield Cut.NONE;
            }
        };
    }

    private static Cut data(SecretRule rule, Bytes command) {
        return rule.offset() > 0 ? afterData(command, rule.offset()) : ofData(command);
    }

    private static Cut ofData(Bytes command) {
        return Frame.hasOnlyLe(command) ? Cut.NONE : Frame.cut(command);
    }

    private static Cut afterData(Bytes command, int offset) {
        int at = Frame.dataAt(command) + offset;
        boolean isLe = command.length() == at + 1 && command.get(at) == 0;
        return command.length() <= at || isLe ? Cut.NONE : Cut.at(at);
    }

    private Cut groupings(Bytes command) {
        boolean isSecret = groupings.haveSecret(command);
        answer = isSecret ? AnswerKind.SECRET : AnswerKind.PUBLIC;
        return isSecret ? ofData(command) : Cut.NONE;
    }

    /// ENVELOPE: a command inside, in one or several parts.
    private Cut envelope(Bytes command) {
        var inside = Frame.allData(command);
        if (inside.isEmpty()) {
            return Cut.NONE;
        }
        if (envelopeBytes == 0) {
            boolean isSecret = inside.length() >= 2 && !EmbeddedObjects.isToolkit(inside) && isSecretInside(inside);
            if (!isSecret) {
                return Frame.isCommand(inside) ? Cut.NONE : objectsAfter(inside, command);
            }
            envelopeBytes = inside.length() <= Frame.HEADER ? LONGEST_ENVELOPED : Frame.wholeLength(inside);
        }
        envelopeBytes = Math.max(0, envelopeBytes - inside.length());
        answer = AnswerKind.SECRET;
        return isEnvelopeShown ? Cut.NONE : Frame.cut(command);
    }

    /// ENVELOPE with the odd instruction: data objects with commands inside.
    private Cut objects(Bytes command) {
        int at = Frame.dataAt(command);
        if (at >= command.length()) {
            return Cut.NONE;
        }
        if (envelopeBytes > 0) {
            return envelope(command);
        }
        return objectsAfter(Frame.allData(command), command);
    }

    private Cut objectsAfter(Bytes objects, Bytes command) {
        var missing = new int[] {-1};
        ObjIntConsumer<Bytes> look = (value, absent) -> {
            boolean fits = value.length() > Frame.HEADER && (Frame.isConsistent(value) || absent > 0);
            boolean isFrame = command.get(0) == 0xFF && TunnelFrame.ofCard().keyAt(value) >= 0;
            if (missing[0] < 0 && (isFrame || (fits && isSecretInside(value)))) {
                missing[0] = absent;
                isEnvelopeShown &= !isFrame;
            }
        };
        EmbeddedObjects.values(objects, look);
        if (missing[0] < 0) {
            return Cut.NONE;
        }
        envelopeBytes = missing[0];
        answer = AnswerKind.SECRET;
        return isEnvelopeShown ? Cut.NONE : Frame.cut(command);
    }

    /// Whether the beginning of a command inside another one names a secret.
    private boolean isSecretInside(Bytes inside) {
        if (inside.length() < Frame.HEADER) {
            isEnvelopeShown = false;
            return SecretTable.isSecretInstruction(inside.get(1));
        }
        if (inside.get(1) == SELECT && Frame.isConsistent(inside)) {
            selection.select(inside);
        }
        isEnvelopeShown = inner(inside).isNone();
        return !isEnvelopeShown || answer == AnswerKind.SECRET;
    }

    /// Where the secret in a command inside another one begins.
    Cut inner(Bytes inside) {
        var rule = depth >= DEEPEST ? null : SecretTable.find(inside, selection);
        if (rule == null || rule.hides() == Hides.HARMLESS) {
            return Cut.NONE;
        }
        if (inside.length() == Frame.HEADER && rule.hides() == Hides.DATA) {
            return new Cut(Frame.HEADER, Frame.HEADER);
        }
        depth++;
        try {
            return cut(rule, inside);
        } finally {
            depth--;
        }
    }

    /// Where the secret in bytes for the reader's driver begins.
    ///
    /// @param structure the structure of part 10 that they are; null if they are not one
    /// @param isCut     whether redaction has removed their end already
    Cut control(ControlStructure structure, Bytes sent, boolean isCut) {
        var kept = answer;
        answer = AnswerKind.PUBLIC;
        controlled = Bytes.EMPTY;
        Cut cut;
        if (structure != null) {
            controlled = structure.command(sent);
            cut = isGetResponse(controlled) ? continued(controlled) : structure.cut(sent, this);
            if (structure.hidesAnswer() || isCut || !cut.isNone()) {
                answer = structure.hasPublicAnswer() ? AnswerKind.PUBLIC : AnswerKind.SECRET;
            }
        } else {
            boolean isCommand = sent.length() >= Frame.HEADER && sent.get(0) == 0xFF;
            cut = isCommand ? inner(sent) : frame(sent);
        }
        controlAnswer = answer;
        answer = kept;
        return cut;
    }

    private static boolean isGetResponse(Bytes command) {
        return command.length() >= Frame.HEADER && command.get(1) == GET_RESPONSE;
    }

    /// Secrecy of the driver's answer to the last control.
    AnswerKind controlAnswer(Bytes received) {
        if (!controlled.isEmpty()) {
            noteMore(Frame.channel(controlled.get(0)), received, controlAnswer);
        }
        return controlAnswer.of(received);
    }

    /// Secrecy of the response before it comes.
    AnswerKind expected() {
        return answer;
    }

    /// A frame of a PN53x, or a whole command, inside a command to the reader.
    private Cut tunnel(Bytes command) {
        var frame = TunnelFrame.find(command, Frame.HEADER);
        if (frame == null) {
            int at = Frame.dataAt(command);
            return command.length() < at + Frame.HEADER
                    ? Cut.NONE
                    : inner(command.from(at)).shifted(at);
        }
        return frame(frame, command);
    }

    /// Where the secret in a frame for the reader begins, which a driver gets without a command around it.
    Cut frame(Bytes sent) {
        var frame = TunnelFrame.find(sent, 0);
        return frame == null || frame.at() != 0 ? Cut.NONE : frame(frame, sent);
    }

    private Cut frame(TunnelFrame frame, Bytes bytes) {
        int keyAt = frame.keyAt(bytes);
        if (keyAt >= 0) {
            return bytes.length() > keyAt ? Cut.at(keyAt) : Cut.NONE;
        }
        int more = isTunnelDialogue ? frame.continuedAt(bytes) : -1;
        isTunnelDialogue = more >= 0 || frame.startsAuthentication(bytes);
        if (isTunnelDialogue) {
            answer = AnswerKind.SECRET;
            return more < 0 ? Cut.NONE : Cut.at(more);
        }
        if (frame.readsTrailer(bytes)) {
            answer = AnswerKind.TRAILER;
            return Cut.NONE;
        }
        int at = frame.contentAt();
        return bytes.length() < at + Frame.HEADER
                ? Cut.NONE
                : inner(bytes.from(at)).shifted(at);
    }

    /// Secrecy of the response to the last command. Notes the response's effect.
    ///
    /// @param response the response; empty if it is not known
    AnswerKind response(Bytes response) {
        if (header.isGoingOn(response)) {
            return response.isEmpty() ? answer : AnswerKind.PUBLIC;
        }
        noteMore(channel, response, answer);
        selection.response(response);
        return answer.of(response);
    }

    /// Notes the secrecy of what GET RESPONSE will fetch on a channel, if the card says that there is more.
    private void noteMore(int on, Bytes response, AnswerKind kind) {
        int sw1 = response.length() < 2 ? 0 : response.get(response.length() - 2);
        if (sw1 == MORE || sw1 == MORE_OF_SIM) {
            fetched[on] = kind;
        }
    }
}
