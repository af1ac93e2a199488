package dev.puce.service.card;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ReturnCode;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// A remote card that speaks vpcd's protocol: an emulator of the vsmartcard project, a phone, or another puce.
///
/// Unlike other cards it is thread-safe.
public final class VpcdCard implements VirtualCard, Closeable {
    /// Default limit for the response to a command.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    private final VpcdConnection connection;
    private final String peer;
    private volatile boolean gone;

    /// Makes a card.
    ///
    /// @param socket  a connected socket, which the card owns
    /// @param timeout limit for the response to a command; zero for no limit
    public VpcdCard(Socket socket, Duration timeout) throws IOException {
        this.connection = new VpcdConnection(socket);
        this.connection.setReadTimeout(timeout);
        this.peer = String.valueOf(socket.getRemoteSocketAddress());
    }

    @Override
    public synchronized Bytes powerOn() throws CardUnresponsiveException {
        send(VpcdControl.POWER_ON);
        return atr();
    }

    @Override
    public synchronized void powerOff() {
        try {
            send(VpcdControl.POWER_OFF);
        } catch (CardUnresponsiveException _) {
            // A disconnected card has no power.
        }
    }

    @Override
    public synchronized Bytes reset() throws CardUnresponsiveException {
        send(VpcdControl.RESET);
        return atr();
    }

    @Override
    public synchronized Bytes transmit(Bytes command) throws CardUnresponsiveException {
        if (command.length() < 2) {
            throw new CardUnresponsiveException("vpcd's protocol cannot express a command of " + command.length()
                    + " bytes: send at least 2 bytes");
        }
        return exchange(command);
    }

    /// Returns whether the card is still connected. Requests its ATR, as vpcd does, which may take as long as a
    /// command.
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

    /// Closes the connection.
    @Override
    public void close() throws IOException {
        gone = true;
        connection.close();
    }

    private Bytes atr() throws CardUnresponsiveException {
        Bytes atr = exchange(VpcdControl.GET_ATR);
        if (atr.isEmpty()) {
            throw new CardUnresponsiveException(
                    "the card at " + peer + " returned no ATR", ReturnCode.UNRESPONSIVE_CARD);
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

    private void send(Bytes control) throws CardUnresponsiveException {
        try {
            connection.write(control);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    // After a timeout or a partial frame the two sides disagree about frame boundaries.
    private CardUnresponsiveException lost(IOException cause) {
        gone = true;
        try {
            connection.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        String message = "lost the connection to the card at " + peer + ": " + cause.getMessage();
        // A closed connection is a pulled card; a card that is only silent may still be there.
        return cause instanceof SocketTimeoutException
                ? new CardUnresponsiveException(message)
                : new CardUnresponsiveException(message, ReturnCode.NO_SMARTCARD);
    }

    /// Returns the address of the card, for messages.
    @Override
    public String toString() {
        return "card at " + peer;
    }
}
