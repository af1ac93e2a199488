package dev.puce.trace.pcscspy;

import dev.puce.pcsc.Function;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A value that libpcscspy writes on a line of its own, in the order in which it writes them.
public enum LogItem {
    SCOPE(Kind.NUMBER),
    CONTEXT(Kind.NUMBER),
    /// The context that SCardEstablishContext returned.
    NEW_CONTEXT(Kind.NUMBER),
    GROUPS(Kind.STRING),
    READERS_LENGTH(Kind.NUMBER),
    /// A reader's name; repeated until READERS_LENGTH bytes with their terminators are used up.
    READERS(Kind.STRINGS),
    GROUPS_LENGTH_GIVEN(Kind.NUMBER),
    GROUPS_LENGTH(Kind.NUMBER),
    /// A group's name; repeated as READERS is.
    GROUP_NAMES(Kind.STRINGS),
    TIMEOUT(Kind.NUMBER),
    READER_COUNT(Kind.NUMBER),
    MEMORY(Kind.NUMBER),
    READER(Kind.STRING),
    SHARE_MODE(Kind.NUMBER),
    PREFERRED_PROTOCOLS(Kind.NUMBER),
    /// The content of the caller's variable before SCardConnect filled it.
    CARD_BEFORE(Kind.NUMBER),
    PROTOCOL_BEFORE(Kind.NUMBER),
    NEW_CARD(Kind.NUMBER),
    ACTIVE_PROTOCOL(Kind.NUMBER),
    CARD(Kind.NUMBER),
    INITIALIZATION(Kind.NUMBER),
    DISPOSITION(Kind.NUMBER),
    SEND_PROTOCOL(Kind.NUMBER),
    SEND_PCI_LENGTH(Kind.NUMBER),
    SEND_LENGTH(Kind.NUMBER),
    SEND_BUFFER(Kind.BYTES),
    RECV_PROTOCOL(Kind.NUMBER),
    RECV_PCI_LENGTH(Kind.NUMBER),
    RECV_LENGTH(Kind.NUMBER),
    RECV_BUFFER(Kind.BYTES),
    CONTROL_CODE(Kind.NUMBER),
    ATTRIBUTE(Kind.NUMBER),
    SET_LENGTH(Kind.NUMBER),
    SET_VALUE(Kind.BYTES),
    GET_LENGTH(Kind.NUMBER),
    GET_VALUE(Kind.BYTES),
    NAME_LENGTH_GIVEN(Kind.NUMBER),
    ATR_LENGTH_GIVEN(Kind.NUMBER),
    NAME_LENGTH(Kind.NUMBER),
    /// The reader's name in SCardStatus; repeated as READERS is, though nearly always once.
    NAME(Kind.STRINGS),
    STATE(Kind.NUMBER),
    PROTOCOL(Kind.NUMBER),
    ATR_LENGTH(Kind.NUMBER),
    /// Missing if ATR_LENGTH is `NULL`.
    ATR(Kind.BYTES),
    // The reader states of SCardGetStatusChange: READER_COUNT times the five, before and again after the call.
    QUERY_READER(Kind.STRING),
    QUERY_CURRENT_STATE(Kind.NUMBER),
    QUERY_EVENT_STATE(Kind.NUMBER),
    QUERY_ATR_LENGTH(Kind.NUMBER),
    QUERY_ATR(Kind.BYTES),
    FOUND_READER(Kind.STRING),
    FOUND_CURRENT_STATE(Kind.NUMBER),
    FOUND_EVENT_STATE(Kind.NUMBER),
    FOUND_ATR_LENGTH(Kind.NUMBER),
    FOUND_ATR(Kind.BYTES);

    /// The form of a value's text.
    public enum Kind {
        /// `0x` and hex digits, or a word for a pointer that was not given.
        NUMBER,
        /// Anything.
        STRING,
        /// One of several strings.
        STRINGS,
        /// Hex, `00 A4 ` with a space after each byte, or `NULL`.
        BYTES
    }

    private static final Map<Function, List<LogItem>> GRAMMAR = grammar();

    private final Kind kind;

    LogItem(Kind kind) {
        this.kind = kind;
    }

    /// The form of the text.
    public Kind kind() {
        return kind;
    }

    /// The values of a call of the function, in the order of the log. The reader states of SCardGetStatusChange
    /// stand here once each way.
    public static List<LogItem> of(Function function) {
        return GRAMMAR.getOrDefault(function, List.of());
    }

    private static Map<Function, List<LogItem>> grammar() {
        var items = new EnumMap<Function, List<LogItem>>(Function.class);
        items.put(Function.ESTABLISH_CONTEXT, List.of(SCOPE, NEW_CONTEXT));
        items.put(Function.RELEASE_CONTEXT, List.of(CONTEXT));
        items.put(Function.IS_VALID_CONTEXT, List.of(CONTEXT));
        items.put(Function.CANCEL, List.of(CONTEXT));
        items.put(
                Function.CONNECT,
                List.of(
                        CONTEXT,
                        READER,
                        SHARE_MODE,
                        PREFERRED_PROTOCOLS,
                        CARD_BEFORE,
                        PROTOCOL_BEFORE,
                        NEW_CARD,
                        ACTIVE_PROTOCOL));
        items.put(Function.RECONNECT, List.of(CARD, SHARE_MODE, PREFERRED_PROTOCOLS, INITIALIZATION, ACTIVE_PROTOCOL));
        items.put(Function.DISCONNECT, List.of(CARD, DISPOSITION));
        items.put(Function.BEGIN_TRANSACTION, List.of(CARD));
        items.put(Function.END_TRANSACTION, List.of(CARD, DISPOSITION));
        items.put(
                Function.STATUS,
                List.of(
                        CARD,
                        NAME_LENGTH_GIVEN,
                        ATR_LENGTH_GIVEN,
                        NAME_LENGTH,
                        NAME,
                        STATE,
                        PROTOCOL,
                        ATR_LENGTH,
                        ATR));
        items.put(
                Function.GET_STATUS_CHANGE,
                List.of(
                        CONTEXT,
                        TIMEOUT,
                        READER_COUNT,
                        QUERY_READER,
                        QUERY_CURRENT_STATE,
                        QUERY_EVENT_STATE,
                        QUERY_ATR_LENGTH,
                        QUERY_ATR,
                        FOUND_READER,
                        FOUND_CURRENT_STATE,
                        FOUND_EVENT_STATE,
                        FOUND_ATR_LENGTH,
                        FOUND_ATR));
        items.put(Function.CONTROL, List.of(CARD, CONTROL_CODE, SEND_LENGTH, SEND_BUFFER, RECV_LENGTH, RECV_BUFFER));
        items.put(
                Function.TRANSMIT,
                List.of(
                        CARD,
                        SEND_PROTOCOL,
                        SEND_PCI_LENGTH,
                        SEND_LENGTH,
                        SEND_BUFFER,
                        RECV_PROTOCOL,
                        RECV_PCI_LENGTH,
                        RECV_LENGTH,
                        RECV_BUFFER));
        items.put(Function.LIST_READERS, List.of(CONTEXT, GROUPS, READERS_LENGTH, READERS));
        items.put(Function.LIST_READER_GROUPS, List.of(CONTEXT, GROUPS_LENGTH_GIVEN, GROUPS_LENGTH, GROUP_NAMES));
        items.put(Function.FREE_MEMORY, List.of(CONTEXT, MEMORY));
        items.put(Function.GET_ATTRIB, List.of(CARD, ATTRIBUTE, GET_LENGTH, GET_VALUE));
        items.put(Function.SET_ATTRIB, List.of(CARD, ATTRIBUTE, SET_LENGTH, SET_VALUE));
        return items;
    }
}
