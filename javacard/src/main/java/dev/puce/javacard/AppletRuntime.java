package dev.puce.javacard;

import com.licel.jcardsim.base.ApduCase;
import com.licel.jcardsim.base.SimulatorRuntime;
import javacard.framework.AID;
import javacard.framework.Applet;

/// The simulator's runtime, with reports of failures and an answer to the question whether an applet is there.
final class AppletRuntime extends SimulatorRuntime {
    /// Whether a SELECT by name finds an applet.
    boolean finds(byte[] select) {
        return findAppletForSelectApdu(select, ApduCase.getCase(select)) != null;
    }

    /// Whether an applet is selected.
    boolean hasSelection() {
        return getAID() != null;
    }

    /// Removes an applet.
    void remove(AID aid) {
        deleteApplet(aid);
    }

    @Override
    protected Applet getApplet(AID aid) {
        return ReportingApplet.around(super.getApplet(aid));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // this very applet, not one that is equal to it
    public boolean isAppletSelecting(Object applet) {
        return selecting && applet == super.getApplet(getAID());
    }
}
