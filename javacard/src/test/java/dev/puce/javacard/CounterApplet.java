package dev.puce.javacard;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;

/// Counts in an object (INS 01) and in a transient array (INS 02), and returns the count; INS 03 echoes.
public final class CounterApplet extends Applet {
    private final byte[] kept = new byte[1];
    private final byte[] lost = JCSystem.makeTransientByteArray((short) 1, JCSystem.CLEAR_ON_RESET);

    private CounterApplet() {
        register();
    }

    public static void install(byte[] parameters, short offset, byte length) {
        new CounterApplet();
    }

    @Override
    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        switch (buffer[ISO7816.OFFSET_INS]) {
            case 1 -> buffer[0] = ++kept[0];
            case 2 -> buffer[0] = ++lost[0];
            case 3 -> {
                short length = apdu.setIncomingAndReceive();
                apdu.setOutgoingAndSend(ISO7816.OFFSET_CDATA, length);
                return;
            }
            default -> ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
        apdu.setOutgoingAndSend((short) 0, (short) 1);
    }
}
