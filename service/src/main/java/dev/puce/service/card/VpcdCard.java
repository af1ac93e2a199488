package dev.puce.service.card;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ReturnCode;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/// A card somewhere else that speaks vpcd's protocol: an emulator of the vsmartcard project, a phone, or another
/// puce.
///
/// Unlike other cards it may be called from several threads.
public final class VpcdCard implements VirtualCard, Closeable {
    /// How long a card may think about a command.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    private final VpcdConnection connection;
    private final String peer;
    private volatile boolean gone;

    /// @param socket  a connected one, which the card owns
    /// @param timeout how long the card may think about a command; zero for as long as it likes
    public VpcdCard(Socket socket, Duration timeout) throws IOException {
        this.connection = new VpcdConnection(socket);
        this.connection.setReadTimeout(timeout);
        this.peer = String.valueOf(socket.getRemoteSocketAddress());
    }

    @Override
    public synchronized Bytes powerOn() throws CardUnresponsiveException {
        tell(VpcdControl.POWER_ON);
        return atr();
    }

    @Override
    public synchronized void powerOff() {
        try {
            tell(VpcdControl.POWER_OFF);
        } catch (CardUnresponsiveException _) {
            // A card that is gone has no power.
        }
    }

    @Override
    public synchronized Bytes reset() throws CardUnresponsiveException {
        tell(VpcdControl.RESET);
        return atr();
    }

    @Override
    public synchronized Bytes transmit(Bytes command) throws CardUnresponsiveException {
        if (command.length() < 2) {
            throw new CardUnresponsiveException(
                    "a command of " + command.length() + " bytes cannot be expressed in vpcd's protocol");
        }
        return exchange(command);
    }

    /// Whether the card is still there; asks it, as vpcd does, and so may take as long as a command.
    public synchronized boolean isPresent() {
        if (gone) {
            return false;
        }
        try {
            return !exchange(VpcdControl.GET_ATR).isEmpty();
        } catch (CardUnresponsiveException _) {
            return false;
        }
    }

    /// Drops the connection.
    @Override
    public void close() throws IOException {
        gone = true;
        connection.close();
    }

    private Bytes atr() throws CardUnresponsiveException {
        Bytes atr = exchange(VpcdControl.GET_ATR);
        if (atr.isEmpty()) {
            throw new CardUnresponsiveException("the card at " + peer + " has no ATR", ReturnCode.UNRESPONSIVE_CARD);
        }
        return atr;
    }

    private Bytes exchange(Bytes frame) throws CardUnresponsiveException {
        try {
            connection.write(frame);
            return connection.read();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private void tell(Bytes control) throws CardUnresponsiveException {
        try {
            connection.write(control);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    // After a time-out or half a frame the two sides no longer agree where frames begin.
    private CardUnresponsiveException lost(IOException cause) {
        gone = true;
        try {
            connection.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return new CardUnresponsiveException("the card at " + peer + " is gone: " + cause.getMessage());
    }

    /// Where the card is.
    @Override
    public String toString() {
        return "card at " + peer;
    }
}
