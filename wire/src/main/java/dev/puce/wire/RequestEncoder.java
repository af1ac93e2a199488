package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;

/// Encodes requests as libpcsclite does: header, struct, data.
public final class RequestEncoder {
    /// Return code in libpcsclite's attribute requests; other requests contain 0.
    private static final int NO_SERVICE = 0x8010001D;

    private RequestEncoder() {}

    /// Encodes a request.
    ///
    /// @throws IllegalArgumentException if a field does not fit, or if the request is not a message
    /// ([Request.Malformed], [Request.Skipped])
    public static ByteBuffer encode(Request request) {
        ByteBuffer out = Layout.allocate(
                Layout.HEADER + bodySize(request) + dataOf(request).length());
        out.putInt(bodySize(request)).putInt(request.command());
        switch (request) {
            case Request.Version(int major, int minor) -> out.putInt(major).putInt(minor);
            case Request.EstablishContext(int scope) -> out.putInt(scope);
            case Request.ReleaseContext(int context) -> out.putInt(context);
            case Request.Connect(int context, String reader, int shareMode, int protocols) -> {
                out.putInt(context);
                ReaderName.write(out, reader);
                out.putInt(shareMode).putInt(protocols);
            }
            case Request.Reconnect(int card, int mode, int protocols, int initialization, int active) ->
                out.putInt(card)
                        .putInt(mode)
                        .putInt(protocols)
                        .putInt(initialization)
                        .putInt(active);
            case Request.Disconnect(int card, int disposition) ->
                out.putInt(card).putInt(disposition);
            case Request.BeginTransaction(int card) -> out.putInt(card);
            case Request.EndTransaction(int card, int disposition) ->
                out.putInt(card).putInt(disposition);
            case Request.Transmit r -> {
                out.putInt(r.card()).putInt(r.sendProtocol()).putInt(r.sendPciLength());
                out.putInt(r.data().length());
                out.putInt(r.recvProtocol())
                        .putInt(r.recvPciLength())
                        .putInt(r.recvLength())
                        .putInt(0);
                r.data().putInto(out);
            }
            case Request.Control(int card, int code, int recvLength, Bytes data) -> {
                out.putInt(card).putInt(code).putInt(data.length()).putInt(recvLength);
                out.putInt(0).putInt(0);
                data.putInto(out);
            }
            case Request.Status(int card) -> out.putInt(card);
            case Request.Cancel(int context) -> out.putInt(context);
            case Request.GetAttrib(int card, int attribute) -> {
                out.putInt(card).putInt(attribute).put(new byte[Layout.ATTRIBUTE]);
                out.putInt(Layout.ATTRIBUTE).putInt(NO_SERVICE);
            }
            case Request.SetAttrib(int card, int attribute, Bytes value) -> {
                out.putInt(card).putInt(attribute);
                Layout.writePadded(out, value, Layout.ATTRIBUTE, "the value of the attribute");
                out.putInt(value.length()).putInt(NO_SERVICE);
            }
            case Request.WaitReaderStateChange(Bytes body) -> body.putInto(out);
            case Request.StopWaitingReaderStateChange(Bytes body) -> body.putInto(out);
            case Request.GetReadersState _,
                    Request.GetReaderEvents _,
                    Request.GetReadersStateSize _,
                    Request.GetReadersStateArray _ -> {}
            case Request.Unknown unknown -> unknown.body().putInto(out);
            case Request.Malformed _, Request.Skipped _ ->
                throw new IllegalArgumentException("not a message: " + request);
        }
        // The daemon fills in the remaining fields of the struct; they are zero here.
        return out.rewind();
    }

    private static int bodySize(Request request) {
        return switch (request) {
            case Request.WaitReaderStateChange(Bytes body) -> body.length();
            case Request.StopWaitingReaderStateChange(Bytes body) -> body.length();
            case Request.Unknown unknown -> unknown.body().length();
            default -> Command.of(request.command()).map(Command::requestSize).orElse(0);
        };
    }

    private static Bytes dataOf(Request request) {
        Bytes data = switch (request) {
            case Request.Transmit transmit -> transmit.data();
            case Request.Control control -> control.data();
            default -> Bytes.EMPTY;
        };
        if (data.length() > Layout.MAX_DATA) {
            throw new IllegalArgumentException(
                    "data has " + data.length() + " bytes, but the daemon accepts at most " + Layout.MAX_DATA);
        }
        return data;
    }
}
