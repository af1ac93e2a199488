package dev.puce.javacard;

import com.licel.jcardsim.base.Simulator;
import com.licel.jcardsim.base.SimulatorRuntime;
import dev.puce.iso7816.Aid;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.VirtualCard;
import java.io.IOException;
import javacard.framework.AID;
import javacard.framework.Applet;
import javacard.framework.SystemException;

/// A Java Card with one applet. What the applet keeps in objects survives power and resets, as on a card;
/// transient arrays and the selection do not.
public final class AppletCard implements VirtualCard {
    /// T=1; historical bytes "jCardSim".
    static final Bytes ATR = Bytes.hex("3B 88 01 6A 43 61 72 64 53 69 6D 80");

    private final Simulator simulator;

    private AppletCard(Simulator simulator) {
        this.simulator = simulator;
    }

    /// Installs an applet on a new card.
    ///
    /// @param applet class with the `install` method
    /// @param aid    5 to 16 bytes, under which it is selected
    /// @throws IOException if the applet refuses; the message has its reason
    public static AppletCard install(Class<? extends Applet> applet, Aid aid) throws IOException {
        var simulator = new Simulator(new SimulatorRuntime());
        simulator.changeProtocol("T=1"); // as the ATR says
        byte[] name = aid.value().toArray();
        try {
            simulator.installApplet(new AID(name, (short) 0, (byte) name.length), applet);
        } catch (SystemException e) {
            throw new IOException(
                    "applet " + applet.getName() + " could not be installed as " + aid
                            + ": SystemException with reason " + e.getReason(),
                    e);
        }
        return new AppletCard(simulator);
    }

    @Override
    public Bytes powerOn() {
        return reset();
    }

    @Override
    public void powerOff() {
        // What a card loses with its power it loses in the reset that comes next.
    }

    @Override
    public Bytes reset() {
        simulator.reset();
        return ATR;
    }

    @Override
    public Bytes transmit(Bytes command) {
        if (command.length() < 4) {
            return StatusWord.WRONG_LENGTH.encode();
        }
        return Bytes.of(simulator.transmitCommand(command.toArray()));
    }
}
