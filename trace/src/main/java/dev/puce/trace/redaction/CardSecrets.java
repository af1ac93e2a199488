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
    private static final int BY_NAME = 0x04;
    private static final int MASTER_FILE = 0x3F00;
    private static final int LONGEST_ENVELOPED = 0x10000;
    private static final int DEEPEST = 4; // commands inside commands

    private final CardSession session = new CardSession();
    private final boolean[] isSelected = new boolean[ClassByte.MAX_CHANNEL + 1];
    private Bytes atr = Bytes.EMPTY;
    private int directory = -1;
    private int file = -1;

    private Bytes selection = Bytes.EMPTY; // SELECT or MANAGE CHANNEL whose responses may follow
    private boolean isSessionAsked;

    private AnswerKind answer = AnswerKind.PUBLIC;
    private AnswerKind controlAnswer = AnswerKind.PUBLIC;
    private int depth;
    private boolean isHarmless;
    private boolean isDialogue; // the following frames of a DESFire authentication are secret
    private int chainIns = -1;
    private boolean isChainSecret;
    private AnswerKind chainAnswer = AnswerKind.PUBLIC;

    private Bytes header = Bytes.EMPTY; // of T=0, whose data or response may follow
    private boolean isHeaderSecret;
    private boolean isDataExpected;
    private boolean isHeaderUnanswered;

    private int envelopeBytes; // bytes of a secret command in envelopes that are still to come
    private int groupingBytes; // bytes of a secret data grouping that the next STORE DATA continues

    /// The card was reset, removed or inserted.
    ///
    /// @param newAtr its answer to reset; empty if it is not known
    void reset(Bytes newAtr) {
        atr = newAtr;
        session.reset(newAtr);
        Arrays.fill(isSelected, false);
        directory = -1;
        file = -1;
        forgetCommand();
        header = Bytes.EMPTY;
        isDataExpected = false;
        isHeaderUnanswered = false;
        envelopeBytes = 0;
        groupingBytes = 0;
        chainIns = -1;
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

    /// Whether this is the current file, or the file of a directory if one is given.
    boolean isFile(int inDirectory, int id) {
        return file == id && (inDirectory < 0 || directory == inDirectory);
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
        if (isDataExpected || (isHeaderUnanswered && !Frame.isCommand(command))) {
            return data(command);
        }
        header = Bytes.EMPTY;
        isHeaderUnanswered = false;
        if (command.length() < Frame.HEADER) {
            forgetCommand();
            return Cut.NONE;
        }
        return isContinuation(command) ? continued(command) : first(command);
    }

    /// A command whose end an earlier redaction removed. Its response may still be whole.
    private void cutBefore(Bytes visible) {
        forgetCommand();
        var rule = visible.length() < Frame.HEADER ? null : SecretTable.find(visible, this);
        boolean isPublic = rule != null && (rule.hides() == Hides.COMMAND || rule.hides() == Hides.TUNNEL);
        answer = isPublic ? AnswerKind.PUBLIC : AnswerKind.SECRET;
    }

    /// The data that follow a T=0 header. The whole command decides.
    private Cut data(Bytes data) {
        if (isHeaderSecret) {
            answer = AnswerKind.SECRET;
            return Cut.ALL;
        }
        var whole = header.plus(data);
        if (header.get(1) == SELECT) {
            selection = whole;
            isSessionAsked = true;
            session.command(whole);
        }
        var rule = SecretTable.find(whole, this);
        var cut = rule == null ? Cut.NONE : cut(rule, whole);
        int from = header.length();
        return cut.isNone() ? cut : new Cut(Math.max(0, cut.at() - from), Math.max(0, cut.atLength() - from));
    }

    private boolean isContinuation(Bytes command) {
        return switch (command.get(1)) {
            case GET_RESPONSE -> command.length() <= Frame.HEADER + 1 || Frame.dataAt(command) == command.length();
            case ADDITIONAL_FRAME -> command.get(0) == 0x90;
            case SEND_REMAINING -> application(command.get(0)).uses("oath");
            default -> false;
        };
    }

    private Cut continued(Bytes command) {
        isSessionAsked = !selection.isEmpty() && command.get(1) == GET_RESPONSE;
        if (isSessionAsked) {
            session.command(command);
        }
        return isDialogue && !Frame.hasOnlyLe(command) ? Frame.cut(command) : Cut.NONE;
    }

    private Cut first(Bytes command) {
        forgetCommand();
        int cla = command.get(0);
        int ins = command.get(1);
        if (ins != STORE_DATA) {
            groupingBytes = 0;
        }
        if ((ins | 1) != ENVELOPE) {
            envelopeBytes = 0;
        }
        if (ins == SELECT || ins == MANAGE_CHANNEL) {
            selection = command;
            isSessionAsked = true;
            session.command(command);
        }
        var rule = SecretTable.find(command, this);
        var cut = rule == null ? Cut.NONE : cut(rule, command);
        if (chainIns == ins) {
            cut = isChainSecret && cut.isNone() && command.length() > Frame.HEADER + 1 ? Frame.cut(command) : cut;
            answer = answer == AnswerKind.PUBLIC ? chainAnswer : answer;
        }
        boolean isChained = (cla & CHAINED) != 0 && cla != 0xFF;
        chainIns = isChained ? ins : -1;
        isChainSecret = isChained && !cut.isNone();
        chainAnswer = isChained ? answer : AnswerKind.PUBLIC;
        if (Frame.isHeaderAlone(command)) {
            header = command;
            isHeaderSecret = rule != null && rule.hides() == Hides.DATA && !rule.isConditional();
        }
        return cut;
    }

    /// Applies a row to a command, and notes its effect on the response.
    private Cut cut(SecretRule rule, Bytes command) {
        return switch (rule.hides()) {
            case DATA -> {
                var cut = data(rule, command);
                answer = cut.isNone() ? AnswerKind.PUBLIC : AnswerKind.SECRET;
                yield cut;
            }
            case COMMAND -> data(rule, command);
            case ANSWER -> {
                answer = rule.isForTrailer() ? AnswerKind.TRAILER : AnswerKind.SECRET;
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
        return command.length() <= at || isLe ? Cut.NONE : new Cut(at, at);
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
        int at = Frame.dataAt(command);
        int data = command.length() - at;
        if (data <= 0) {
            return Cut.NONE;
        }
        if (envelopeBytes == 0) {
            var inside = command.slice(at, at + dataLength(command, at));
            if (data < 2 || EmbeddedObjects.isToolkit(inside) || !isSecretInside(inside)) {
                return objectsAfter(inside, command);
            }
            envelopeBytes = inside.length() <= Frame.HEADER ? LONGEST_ENVELOPED : Frame.wholeLength(inside);
        }
        envelopeBytes = Math.max(0, envelopeBytes - data);
        answer = AnswerKind.SECRET;
        return Frame.cut(command);
    }

    private static int dataLength(Bytes command, int at) {
        int rest = command.length() - at;
        return Frame.isConsistent(command) ? Math.min(Frame.announced(command), rest) : rest;
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
        return objectsAfter(command.slice(at, at + dataLength(command, at)), command);
    }

    private Cut objectsAfter(Bytes objects, Bytes command) {
        var missing = new int[] {-1};
        ObjIntConsumer<Bytes> look = (value, absent) -> {
            boolean fits = Frame.isConsistent(value) || absent > 0;
            if (missing[0] < 0 && value.length() > Frame.HEADER && fits && isSecretInside(value)) {
                missing[0] = absent;
            }
        };
        EmbeddedObjects.values(objects, look);
        if (missing[0] < 0) {
            return Cut.NONE;
        }
        envelopeBytes = missing[0];
        answer = AnswerKind.SECRET;
        return Frame.cut(command);
    }

    /// Whether the beginning of a command inside another one names a secret.
    private boolean isSecretInside(Bytes inside) {
        if (inside.length() < Frame.HEADER) {
            return SecretTable.isSecretInstruction(inside.get(1));
        }
        return !inner(inside).isNone() || answer == AnswerKind.SECRET;
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
        Cut cut;
        if (structure != null) {
            cut = structure.cut(sent, this);
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

    /// Secrecy of the driver's answer to the last control.
    AnswerKind controlAnswer(Bytes received) {
        if (controlAnswer == AnswerKind.TRAILER) {
            return SectorTrailer.isAnyIn(received) ? AnswerKind.SECRET : AnswerKind.PUBLIC;
        }
        return controlAnswer;
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
            return bytes.length() > keyAt ? new Cut(keyAt, keyAt) : Cut.NONE;
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
            isHeaderUnanswered |= isHeaderSecret && !header.isEmpty();
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
        if (isSessionAsked) {
            isSessionAsked = false;
            session.response(response);
            selected(response);
        }
        if (answer == AnswerKind.TRAILER) {
            return SectorTrailer.isAnyIn(response) ? AnswerKind.SECRET : AnswerKind.PUBLIC;
        }
        return answer;
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
        int p1 = selection.get(2);
        if (p1 == BY_NAME && cla != 0xA0) {
            isSelected[Frame.channel(cla)] = true;
            directory = -1;
            file = -1;
            return;
        }
        int at = Frame.dataAt(selection);
        int end = at + dataLength(selection, at);
        if (end - at < 2) {
            directory = MASTER_FILE;
            file = -1;
            return;
        }
        int id = selection.get(end - 2) << 8 | selection.get(end - 1);
        boolean isDirectory = id >> 8 == 0x3F || id >> 8 == 0x7F || id >> 8 == 0x5F;
        if (end - at >= 4) {
            directory = selection.get(end - 4) << 8 | selection.get(end - 3);
        }
        directory = isDirectory ? id : directory;
        file = isDirectory ? -1 : id;
    }

    private static boolean isAccepted(int sw1) {
        return sw1 == 0x90 || sw1 == 0x61 || sw1 == 0x62 || sw1 == 0x63 || sw1 == 0x9F || sw1 == 0x91;
    }
}
