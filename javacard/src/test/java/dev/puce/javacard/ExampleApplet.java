package dev.puce.javacard;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.Util;
import javacard.security.ECPublicKey;
import javacard.security.KeyBuilder;
import javacard.security.KeyPair;

/// Returns its install parameters (INS 01), fails (02), prints (03), and generates a key (04).
public final class ExampleApplet extends Applet {
    private final byte[] parameters;

    private ExampleApplet(byte[] bytes, short offset, byte length) {
        parameters = new byte[length];
        Util.arrayCopyNonAtomic(bytes, offset, parameters, (short) 0, length);
        register(bytes, (short) (offset + 1), bytes[offset]);
    }

    public static void install(byte[] bytes, short offset, byte length) {
        new ExampleApplet(bytes, offset, length);
    }

    @Override
    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        switch (buffer[ISO7816.OFFSET_INS]) {
            case 1 -> {
                Util.arrayCopyNonAtomic(parameters, (short) 0, buffer, (short) 0, (short) parameters.length);
                apdu.setOutgoingAndSend((short) 0, (short) parameters.length);
            }
            case 2 -> throw new ArrayStoreException("failed on purpose");
            case 3 -> System.out.println("printed by an applet");
            case 4 -> {
                var pair = new KeyPair(KeyPair.ALG_EC_FP, KeyBuilder.LENGTH_EC_FP_192);
                pair.genKeyPair();
                apdu.setOutgoingAndSend((short) 0, ((ECPublicKey) pair.getPublic()).getW(buffer, (short) 0));
            }
            default -> ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }
}
