package dev.puce.trace.freerdp;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.trace.source.HexText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// A group of lines in braces: the arguments or the results of a call.
final class FreeRdpGroup {
    private static final int MOST_LINES = 2000;
    private static final Pattern HANDLE =
            Pattern.compile("^(hContext|hCard|handle)\\b[^:]{0,20}: (?:\\{ ?)?(?:0x)?((?:[0-9A-Fa-f]{2}){1,8})\\b");
    private static final Pattern HEX_NUMBER = Pattern.compile("^[^(]{0,200}?\\(0x([0-9A-Fa-f]{1,8})\\)");
    private static final Pattern NUMBER = Pattern.compile("^(?:0x([0-9A-Fa-f]{1,8})|(\\d{1,9}))\\b");

    private final Function function;
    private final boolean isReturn;
    private final long nanos;
    private final List<String> lines = new ArrayList<>();

    FreeRdpGroup(Function function, boolean isReturn, long nanos) {
        this.function = function;
        this.isReturn = isReturn;
        this.nanos = nanos;
    }

    void add(String line) {
        if (lines.size() < MOST_LINES) {
            lines.add(line);
        }
    }

    Function function() {
        return function;
    }

    boolean isReturn() {
        return isReturn;
    }

    long nanos() {
        return nanos;
    }

    private Optional<String> value(String label) {
        for (String line : lines) {
            int at = line.indexOf(label + ":");
            if (at == 0 || (at > 0 && line.charAt(at - 1) == ' ')) {
                return Optional.of(line.substring(at + label.length() + 1).strip());
            }
        }
        return Optional.empty();
    }

    private OptionalInt number(String label) {
        var value = value(label);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        var plain = NUMBER.matcher(value.get());
        var hex = HEX_NUMBER.matcher(value.get());
        if (plain.find()) {
            return OptionalInt.of(
                    plain.group(1) == null
                            ? Integer.parseInt(plain.group(2))
                            : Integer.parseUnsignedInt(plain.group(1), 16));
        }
        return hex.find() ? OptionalInt.of(Integer.parseUnsignedInt(hex.group(1), 16)) : OptionalInt.empty();
    }

    private Bytes bytes(String... labels) {
        for (String label : labels) {
            var value = value(label);
            if (value.isPresent()) {
                String hex = value.get().replace("{", "").replace("}", "").strip();
                boolean hasHalfByte = isCut(value.get()) && hex.length() % 2 == 1;
                return HexText.bytes(hasHalfByte ? hex.substring(0, hex.length() - 1) : hex)
                        .orElse(Bytes.EMPTY);
            }
        }
        return Bytes.EMPTY;
    }

    /// FreeRDP 3 writes at most 1,023 characters of a buffer, and then no closing brace.
    private static boolean isCut(String value) {
        return value.startsWith("{") && !value.endsWith("}");
    }

    /// Whether the log has a part of the command or the response only.
    boolean isCut() {
        return value("pbSendBuffer")
                .or(() -> value("pbRecvBuffer"))
                .filter(FreeRdpGroup::isCut)
                .isPresent();
    }

    /// A handle. FreeRDP 2.2 prints the card's handle as a second `hContext`. It prints the bytes as they are in
    /// memory, the lowest first.
    private long handle(boolean ofCard) {
        int contexts = 0;
        for (String line : lines) {
            var match = HANDLE.matcher(line);
            if (match.find()) {
                boolean isContext = match.group(1).equals("hContext");
                contexts += isContext ? 1 : 0;
                if (ofCard ? !isContext || contexts == 2 : isContext) {
                    return fromMemory(match.group(2));
                }
            }
        }
        return Call.UNKNOWN_HANDLE;
    }

    private static long fromMemory(String hex) {
        return Long.reverseBytes(Long.parseUnsignedLong(hex, 16)) >>> (Long.SIZE - 4 * hex.length());
    }

    private long card() {
        return handle(true);
    }

    private long context() {
        return handle(false);
    }

    private Disposition disposition(String label) {
        return number(label).stream().mapToObj(Disposition::new).findFirst().orElse(Disposition.UNKNOWN);
    }

    private ShareMode shareMode() {
        return number("dwShareMode").stream()
                .mapToObj(ShareMode::new)
                .findFirst()
                .orElse(ShareMode.UNKNOWN);
    }

    private Protocols protocols() {
        return number("dwPreferredProtocols").stream()
                .mapToObj(Protocols::new)
                .findFirst()
                .orElse(Protocols.UNKNOWN);
    }

    private Protocol protocol(String label) {
        return number(label).stream().mapToObj(Protocol::new).findFirst().orElse(Protocol.UNKNOWN);
    }

    private OptionalLong unsigned(String label) {
        var number = number(label);
        return number.isPresent() ? OptionalLong.of(number.getAsInt() & 0xFFFFFFFFL) : OptionalLong.empty();
    }

    private String reader() {
        String text = value("szReader").orElse("");
        int end = text.indexOf(" dwShareMode: "); // on the same line
        text = end < 0 ? text : text.substring(0, end);
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    Call call() {
        return switch (function) {
            case ESTABLISH_CONTEXT ->
                new Call.EstablishContext(number("dwScope").stream()
                        .mapToObj(Scope::new)
                        .findFirst()
                        .orElse(Scope.UNKNOWN));
            case RELEASE_CONTEXT -> new Call.ReleaseContext(context());
            case IS_VALID_CONTEXT -> new Call.IsValidContext(context());
            case CANCEL -> new Call.Cancel(context());
            case LIST_READERS -> new Call.ListReaders(context(), Optional.empty());
            case LIST_READER_GROUPS -> new Call.ListReaderGroups(context());
            case GET_STATUS_CHANGE -> new Call.GetStatusChange(context(), unsigned("dwTimeOut"), Optional.empty());
            case CONNECT -> new Call.Connect(context(), reader(), shareMode(), protocols());
            case RECONNECT -> new Call.Reconnect(card(), shareMode(), protocols(), disposition("dwInitialization"));
            case DISCONNECT -> new Call.Disconnect(card(), disposition("dwDisposition"));
            case BEGIN_TRANSACTION -> new Call.BeginTransaction(card());
            case END_TRANSACTION -> new Call.EndTransaction(card(), disposition("dwDisposition"));
            case STATUS -> new Call.Status(card());
            case TRANSMIT -> {
                var protocol = protocol("pioSendPci: dwProtocol");
                yield value("pbSendBuffer").isEmpty()
                        ? new Call.NameOnly(function)
                        : new Call.Transmit(
                                card(),
                                protocol.equals(Protocol.UNKNOWN) ? Pci.UNKNOWN : new Pci(protocol, 0),
                                bytes("pbSendBuffer"),
                                unsigned("cbRecvLength"));
            }
            case CONTROL -> {
                var code = number("dwControlCode");
                yield code.isEmpty()
                        ? new Call.NameOnly(function)
                        : new Call.Control(
                                card(),
                                new ControlCode(code.getAsInt()),
                                bytes("pvInBuffer"),
                                unsigned("cbOutBufferSize"));
            }
            case GET_ATTRIB -> {
                var attribute = number("dwAttrId");
                yield attribute.isEmpty()
                        ? new Call.NameOnly(function)
                        : new Call.GetAttrib(card(), new Attribute(attribute.getAsInt()));
            }
            default -> new Call.NameOnly(function);
        };
    }

    /// The ATR. FreeRDP 3 writes the 32 bytes of its buffer, and the length on a line of its own.
    private Bytes atr() {
        var buffer = bytes("pbAtr", "rgAtr");
        int length = number("cbAtrLen").orElse(buffer.length());
        return length >= 0 && length < buffer.length() ? buffer.slice(0, length) : buffer;
    }

    ReturnCode code() {
        return number("ReturnCode").stream()
                .mapToObj(ReturnCode::new)
                .findFirst()
                .orElse(ReturnCode.UNKNOWN);
    }

    Result result() {
        if (!code().isSuccess()) {
            return Result.NONE;
        }
        return switch (function) {
            case ESTABLISH_CONTEXT -> new Result.EstablishContext(context());
            case CONNECT -> new Result.Connect(card(), protocol("dwActiveProtocol"));
            case RECONNECT -> new Result.Reconnect(protocol("dwActiveProtocol"));
            case TRANSMIT -> new Result.Transmit(Pci.UNKNOWN, bytes("pbRecvBuffer"));
            case CONTROL -> new Result.Control(bytes("pvOutBuffer"));
            case GET_ATTRIB -> new Result.GetAttrib(bytes("pbAttr"));
            case STATUS ->
                new Result.Status(
                        "",
                        number("dwState").stream()
                                .mapToObj(CardState::new)
                                .findFirst()
                                .orElse(CardState.UNKNOWN_STATE),
                        protocol("dwProtocol"),
                        atr());
            default -> Result.NONE;
        };
    }
}
