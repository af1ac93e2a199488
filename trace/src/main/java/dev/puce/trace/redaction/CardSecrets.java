package dev.puce.trace.redaction;

import dev.puce.decode.Application;
import dev.puce.decode.CardSession;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ClassByte;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/// Finds the secrets in the commands and responses of one card, whichever programs send them.
///
/// [CardSession] follows the selected applications. It sees only the commands that can change them: everything else
/// would cost time on every call. This class adds the current file and the commands that continue another one:
/// chains, GET RESPONSE, T=0 data after a header, envelopes in several parts.
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
    private static final int BY_NAME = 0x04;
    private static final int LONGEST_ENVELOPED = 0x10000;
    private static final int DEEPEST = 4; // commands inside commands

    private final CardSession session = new CardSession();
    private final boolean[] isSelected = new boolean[ClassByte.MAX_CHANNEL + 1];
    private Bytes atr = Bytes.EMPTY;
    private final SelectedFile[] files = new SelectedFile[ClassByte.MAX_CHANNEL + 1];
    private SelectedFile latestFile = SelectedFile.UNKNOWN;

    private Bytes selection = Bytes.EMPTY; // SELECT or MANAGE CHANNEL whose responses may follow
    private boolean isSessionAsked;

    private AnswerKind answer = AnswerKind.PUBLIC;
    private AnswerKind controlAnswer = AnswerKind.PUBLIC;
    private Bytes controlled = Bytes.EMPTY; // the command for the card in the last control
    private int depth;
    private boolean isHarmless;
    private boolean isDialogue; // the following frames of a DESFire authentication are secret
    private boolean isTunnelDialogue; // the same through a PN53x
    private final ChainParts[] chains = new ChainParts[ClassByte.MAX_CHANNEL + 1];

    /// Secrecy of the responses that GET RESPONSE fetches on each channel.
    private final AnswerKind[] fetched = new AnswerKind[ClassByte.MAX_CHANNEL + 1];

    private int channel; // of the last command

    private Bytes header = Bytes.EMPTY; // of T=0, whose data or response may follow
    private boolean isHeaderSecret;
    private boolean isDataExpected;
    private boolean isHeaderUnanswered;

    private int envelopeBytes; // bytes of a secret command in envelopes that are still to come
    private boolean isEnvelopeShown; // only the response to the command in the envelopes is secret
    private int partsChannel; // of the latest ENVELOPE or STORE DATA
    private int groupingBytes; // bytes of a secret data grouping that the next STORE DATA continues

    /// The card was reset, removed or inserted.
    ///
    /// @param newAtr its answer to reset; empty if it is not known
    void reset(Bytes newAtr) {
        atr = newAtr;
        session.reset(newAtr);
        Arrays.fill(isSelected, false);
        Arrays.fill(chains, null);
        Arrays.fill(fetched, null);
        Arrays.fill(files, null);
        latestFile = SelectedFile.UNKNOWN;
        isTunnelDialogue = false;
        forgetCommand();
        header = Bytes.EMPTY;
        isDataExpected = false;
        isHeaderUnanswered = false;
        envelopeBytes = 0;
        groupingBytes = 0;
    }

    /// The card was reset, and its answer is the same as before.
    void reset() {
        reset(atr);
    }

    /// The answer to reset, which a call reports at any time.
    void atr(Bytes seen) {
        if (!seen.isEmpty() && !seen.equals(atr)) {
            atr = seen;
            if (!session.application(0).isKnown()) {
                session.reset(seen);
            }
        }
    }

    private void forgetCommand() {
        selection = Bytes.EMPTY;
        isSessionAsked = false;
        answer = AnswerKind.PUBLIC;
        isHarmless = false;
        isDialogue = false;
    }

    /// The application that is selected on the channel of a class byte.
    Application application(int cla) {
        return session.application(Frame.channel(cla));
    }

    /// Whether a program selected an application by name there, and puce knows it.
    boolean isApplicationKnown(int cla) {
        int channel = Frame.channel(cla);
        return isSelected[channel] && !session.application(channel).families().isEmpty();
    }

    /// The current file of the channel of a class byte. Old cards use the classes C0 and F0 without channels.
    SelectedFile file(int cla) {
        var file = files[Frame.channel(cla)];
        return file == null ? cla >= 0xC0 ? latestFile : SelectedFile.UNKNOWN : file;
    }

    /// Whether the last command is known to be harmless.
    boolean isHarmless() {
        return isHarmless;
    }

    /// Whether the data of a T=0 command may follow, so that the next bytes are not a command.
    boolean awaitsData() {
        return isDataExpected || isHeaderUnanswered;
    }

    /// Takes the place of a card that is known under another handle, in the middle of a T=0 command.
    void continueHeaderOf(CardSecrets other) {
        header = other.header;
        isHeaderSecret = other.isHeaderSecret;
        isDataExpected = other.isDataExpected;
        isHeaderUnanswered = true;
    }

    /// Where the secret in the next command begins.
    ///
    /// @param isCut whether redaction has removed its end already
    Cut command(Bytes command, boolean isCut) {
        if (isCut) {
            cutBefore(command);
            return Cut.NONE;
        }
        if (isDataExpected || (isHeaderUnanswered && isDataOfHeader(command))) {
            return data(command);
        }
        boolean isAnswerSecret = isHeaderUnanswered && isAnswerSecretAsData(command);
        header = Bytes.EMPTY;
        isHeaderUnanswered = false;
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

    /// Whether the response is secret if bytes that look like a command are the data of an unanswered header.
    private boolean isAnswerSecretAsData(Bytes bytes) {
        var rule = bytes.length() == header.get(Frame.HEADER) ? SecretTable.find(header.plus(bytes), this) : null;
        return rule != null && rule.hides() == Hides.ANSWER;
    }

    /// Whether bytes after an unanswered header are its data. If the header itself does not tell that they are secret,
    /// they have its length, and are secret together with it.
    private boolean isDataOfHeader(Bytes bytes) {
        if (Frame.isCommand(bytes)) {
            return false;
        }
        var rule = SecretTable.find(header.plus(bytes), this);
        return isHeaderSecret || (bytes.length() == header.get(Frame.HEADER) && rule != null);
    }

    /// A command whose end an earlier redaction removed. Its response may still be whole.
    private void cutBefore(Bytes visible) {
        forgetCommand();
        boolean isPublic = visible.length() >= Frame.HEADER && SecretTable.mayHideCommandOnly(visible, this);
        answer = isPublic ? AnswerKind.PUBLIC : AnswerKind.SECRET;
    }

    /// The data that follow a T=0 header. The whole command decides.
    private Cut data(Bytes data) {
        var whole = header.plus(data);
        channel = Frame.channel(header.get(0));
        if (header.get(1) == SELECT) {
            select(whole);
        }
        var cut = chained(whole);
        if (isHeaderSecret) {
            answer = AnswerKind.SECRET;
            return Cut.ALL;
        }
        int from = header.length();
        return cut.isNone() ? cut : new Cut(Math.max(0, cut.at() - from), Math.max(0, cut.atLength() - from));
    }

    private void select(Bytes command) {
        selection = command;
        isSessionAsked = true;
        session.command(command);
    }

    /// Where the secret in a whole command begins.
    private Cut unchained(Bytes command) {
        var rule = SecretTable.find(command, this);
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
            case SEND_REMAINING -> application(command.get(0)).uses("oath");
            default -> false;
        };
    }

    private Cut continued(Bytes command) {
        if (command.get(1) != ADDITIONAL_FRAME) {
            channel = Frame.channel(command.get(0));
            answer = fetched[channel] == null ? answer : fetched[channel];
            isSessionAsked = !selection.isEmpty();
        }
        if (isSessionAsked) {
            session.command(command);
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
            groupingBytes = 0;
        }
        if (!isEnvelope && isOnChannelOfParts) {
            envelopeBytes = 0;
        }
        if (ins == SELECT || ins == MANAGE_CHANNEL) {
            select(command);
        }
        channel = Frame.channel(cla);
        var cut = Frame.isHeaderAlone(command) ? header(command) : chained(command);
        int shortFile = Frame.shortFile(command);
        if (shortFile >= 0) {
            files[channel] = file(cla).inThisDirectory(shortFile);
        }
        return cut;
    }

    /// A header of T=0, whose data or response may follow.
    private Cut header(Bytes command) {
        header = command;
        var chain = chains[channel];
        boolean continues = chain != null && chain.ins() == command.get(1);
        chains[channel] = continues ? chain : null;
        var rule = SecretTable.find(command, this);
        isHeaderSecret = (continues && chain.isSecret())
                || (rule != null && rule.hides() == Hides.DATA && !rule.isConditional());
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

    /// GlobalPlatform's STORE DATA: data groupings of keys and PINs have numbers from 8000 to 8FFF. P1 tells whether
    /// the data are data groupings or data objects (GlobalPlatform 2.3.1, 11.11.2.1).
    private Cut groupings(Bytes command) {
        int at = Frame.dataAt(command);
        int end = command.length();
        boolean isSecret = groupingBytes > 0;
        int left = Math.max(0, groupingBytes - (end - at));
        at = Math.min(end, at + groupingBytes);
        boolean isObjects = (command.get(2) & 0x18) == 0x10;
        while (!isObjects && at + 2 < end) {
            boolean isKey = command.get(at) >> 4 == 8;
            int length = command.get(at + 2);
            at += 3;
            if (length == 0xFF && at + 1 < end) {
                length = command.get(at) << 8 | command.get(at + 1);
                at += 2;
            }
            isSecret |= isKey;
            left = isKey ? Math.max(0, at + length - end) : 0;
            at += length;
        }
        groupingBytes = left;
        answer = isSecret ? AnswerKind.SECRET : AnswerKind.PUBLIC;
        return isSecret ? ofData(command) : Cut.NONE;
    }

    /// ENVELOPE: a command inside, in one or several parts.
    private Cut envelope(Bytes command) {
        var inside = command.slice(Frame.dataAt(command), end(command));
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

    /// The end of the data; everything belongs to them if Lc is wrong.
    private static int end(Bytes command) {
        int at = Frame.dataAt(command);
        return Frame.isConsistent(command)
                ? Math.min(at + Frame.announced(command), command.length())
                : command.length();
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
        return objectsAfter(command.slice(at, end(command)), command);
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
            select(inside);
        }
        isEnvelopeShown = inner(inside).isNone();
        return !isEnvelopeShown || answer == AnswerKind.SECRET;
    }

    /// Where the secret in a command inside another one begins.
    Cut inner(Bytes inside) {
        var rule = depth >= DEEPEST ? null : SecretTable.find(inside, this);
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
        if (response.isEmpty()) {
            isHeaderUnanswered |= !header.isEmpty();
            return answer;
        }
        if (!header.isEmpty() && response.length() == 1) {
            isDataExpected |= isProcedureByte(response.get(0), header.get(1));
            isHeaderUnanswered = false;
            return AnswerKind.PUBLIC;
        }
        header = Bytes.EMPTY;
        isDataExpected = false;
        isHeaderUnanswered = false;
        noteMore(channel, response, answer);
        if (isSessionAsked) {
            isSessionAsked = false;
            session.response(response);
            selected(response);
        }
        return answer.of(response);
    }

    /// Notes the secrecy of what GET RESPONSE will fetch on a channel, if the card says that there is more.
    private void noteMore(int on, Bytes response, AnswerKind kind) {
        int sw1 = response.length() < 2 ? 0 : response.get(response.length() - 2);
        if (sw1 == MORE || sw1 == MORE_OF_SIM) {
            fetched[on] = kind;
        }
    }

    /// ISO/IEC 7816-3, 10.3.3: NULL, or INS as it is or inverted.
    private static boolean isProcedureByte(int b, int ins) {
        return b == 0x60 || b == ins || b == (ins ^ 0xFF);
    }

    private void selected(Bytes response) {
        if (response.length() < 2 || selection.get(1) != SELECT || !isAccepted(response.get(response.length() - 2))) {
            return;
        }
        int cla = selection.get(0);
        int on = Frame.channel(cla);
        if (selection.get(2) == BY_NAME && cla != 0xA0) {
            isSelected[on] = true;
            files[on] = SelectedFile.OF_APPLICATION;
        } else {
            files[on] = file(cla).select(selection.slice(Frame.dataAt(selection), end(selection)));
        }
        latestFile = files[on];
    }

    private static boolean isAccepted(int sw1) {
        return sw1 == 0x90 || sw1 == 0x61 || sw1 == 0x62 || sw1 == 0x63 || sw1 == 0x9F || sw1 == 0x91;
    }
}
