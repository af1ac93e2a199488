package dev.puce.trace.redaction;

import dev.puce.decode.Application;
import dev.puce.decode.CardSession;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ClassByte;
import java.util.Arrays;

/// The selected application and file of each logical channel of a card.
///
/// [CardSession] follows the applications. It sees only the commands that can change them: everything else would cost
/// time on every call.
final class Selection {
    private static final int SELECT = 0xA4;
    private static final int BY_NAME = 0x04;

    private final CardSession session = new CardSession();
    private final boolean[] isSelected = new boolean[ClassByte.MAX_CHANNEL + 1];
    private final SelectedFile[] files = new SelectedFile[ClassByte.MAX_CHANNEL + 1];
    private SelectedFile latestFile = SelectedFile.UNKNOWN;
    private Bytes atr = Bytes.EMPTY;

    private Bytes command = Bytes.EMPTY; // SELECT or MANAGE CHANNEL whose responses may follow
    private boolean isAnswerDue;

    /// The card was reset.
    ///
    /// @param newAtr its answer to reset; empty if it is not known
    void reset(Bytes newAtr) {
        atr = newAtr;
        session.reset(newAtr);
        Arrays.fill(isSelected, false);
        Arrays.fill(files, null);
        latestFile = SelectedFile.UNKNOWN;
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

    /// The latest answer to reset; empty if it is not known.
    Bytes atr() {
        return atr;
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

    /// A SELECT or MANAGE CHANNEL was sent.
    void select(Bytes sent) {
        command = sent;
        isAnswerDue = true;
        session.command(sent);
    }

    /// Another command was sent.
    void forgetCommand() {
        command = Bytes.EMPTY;
        isAnswerDue = false;
    }

    /// A GET RESPONSE asks for the response to the command before.
    void getResponse(Bytes sent) {
        isAnswerDue = !command.isEmpty();
        if (isAnswerDue) {
            session.command(sent);
        }
    }

    /// The card answered.
    void response(Bytes response) {
        if (isAnswerDue) {
            isAnswerDue = false;
            session.response(response);
            if (response.length() >= 2 && command.get(1) == SELECT && isAccepted(response.get(response.length() - 2))) {
                accepted();
            }
        }
    }

    private void accepted() {
        int cla = command.get(0);
        int channel = Frame.channel(cla);
        if (command.get(2) == BY_NAME && cla != 0xA0) {
            isSelected[channel] = true;
            files[channel] = SelectedFile.OF_APPLICATION;
        } else {
            files[channel] = file(cla).select(Frame.allData(command));
        }
        latestFile = files[channel];
    }

    private static boolean isAccepted(int sw1) {
        return sw1 == 0x90 || sw1 == 0x61 || sw1 == 0x62 || sw1 == 0x63 || sw1 == 0x9F || sw1 == 0x91;
    }

    /// A command names a file by its short identifier, if it reads or writes one.
    void use(Bytes sent) {
        int shortFile = Frame.shortFile(sent);
        if (shortFile >= 0) {
            files[Frame.channel(sent.get(0))] = file(sent.get(0)).inThisDirectory(shortFile);
        }
    }
}
