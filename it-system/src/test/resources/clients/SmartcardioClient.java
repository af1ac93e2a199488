import java.util.HexFormat;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.TerminalFactory;

/** A program on the JDK's own provider: selects the master file of the first card and presents a PIN. */
class SmartcardioClient {
    public static void main(String... args) throws Exception {
        for (var terminal : TerminalFactory.getDefault().terminals().list()) {
            if (terminal.isCardPresent()) {
                var card = terminal.connect("*");
                for (String command : new String[] {"00A40000023F00", "002000010434373131"}) {
                    var response = card.getBasicChannel().transmit(new CommandAPDU(HexFormat.of().parseHex(command)));
                    System.out.println("%04X".formatted(response.getSW()));
                }
                card.disconnect(false);
                return;
            }
        }
        throw new IllegalStateException("no card");
    }
}
