package dev.puce.trace.pcscspy;

import java.util.EnumMap;
import java.util.Map;

/// How pcsc-spy writes a value on a line: its label, whether it goes in or comes out, and in which style.
///
/// @param label   the text in front, with its colon where pcsc-spy writes one
/// @param out     comes out of the function
/// @param style   how the value is written
record PcscSpyLine(String label, boolean out, Style style) {
    enum Style {
        /// As it is; differs between executions.
        HANDLE,
        /// As it is; the old content of the caller's memory.
        LEFTOVER,
        /// As it is.
        PLAIN,
        /// As it is, and if it is a number in decimal too.
        VALUE,
        COUNT,
        SCOPE,
        SHARE_MODE,
        PROTOCOLS,
        PROTOCOL,
        DISPOSITION,
        ATTRIBUTE,
        CONTROL_CODE,
        STATE,
        /// Flags of a reader before the call, in a field that the function only writes.
        LEFTOVER_STATE,
        HEX_DUMP
    }

    private static final Map<LogItem, PcscSpyLine> LINES = lines();

    static PcscSpyLine of(LogItem item) {
        return LINES.get(item);
    }

    private static PcscSpyLine in(String label, Style style) {
        return new PcscSpyLine(label, false, style);
    }

    private static PcscSpyLine out(String label, Style style) {
        return new PcscSpyLine(label, true, style);
    }

    private static Map<LogItem, PcscSpyLine> lines() {
        var lines = new EnumMap<LogItem, PcscSpyLine>(LogItem.class);
        lines.put(LogItem.SCOPE, in("dwScope:", Style.SCOPE));
        lines.put(LogItem.CONTEXT, in("hContext:", Style.HANDLE));
        lines.put(LogItem.NEW_CONTEXT, out("hContext:", Style.HANDLE));
        lines.put(LogItem.GROUPS, in("mszGroups:", Style.VALUE));
        lines.put(LogItem.READERS_LENGTH, out("pcchReaders:", Style.PLAIN));
        lines.put(LogItem.READERS, out("mszReaders:", Style.PLAIN));
        lines.put(LogItem.GROUPS_LENGTH_GIVEN, in("pcchGroups:", Style.VALUE));
        lines.put(LogItem.GROUPS_LENGTH, out("pcchGroups:", Style.PLAIN));
        lines.put(LogItem.GROUP_NAMES, out("mszGroups:", Style.PLAIN));
        lines.put(LogItem.TIMEOUT, in("dwTimeout:", Style.VALUE));
        lines.put(LogItem.READER_COUNT, in("cReaders:", Style.COUNT));
        lines.put(LogItem.MEMORY, in("pvMem:", Style.LEFTOVER));
        lines.put(LogItem.READER, in("szReader", Style.VALUE));
        lines.put(LogItem.SHARE_MODE, in("dwShareMode:", Style.SHARE_MODE));
        lines.put(LogItem.PREFERRED_PROTOCOLS, in("dwPreferredProtocols:", Style.PROTOCOLS));
        lines.put(LogItem.CARD_BEFORE, in("phCard", Style.LEFTOVER));
        lines.put(LogItem.PROTOCOL_BEFORE, in("pdwActiveProtocol", Style.LEFTOVER));
        lines.put(LogItem.NEW_CARD, out("phCard", Style.LEFTOVER));
        lines.put(LogItem.ACTIVE_PROTOCOL, out("dwActiveProtocol:", Style.PROTOCOL));
        lines.put(LogItem.CARD, in("hCard:", Style.HANDLE));
        lines.put(LogItem.INITIALIZATION, in("dwInitialization", Style.VALUE));
        lines.put(LogItem.DISPOSITION, in("dwDisposition:", Style.DISPOSITION));
        lines.put(LogItem.SEND_PROTOCOL, in("pioSendPci.dwProtocol:", Style.HANDLE));
        lines.put(LogItem.SEND_PCI_LENGTH, in("pioSendPci.cbPciLength:", Style.HANDLE));
        lines.put(LogItem.SEND_LENGTH, in("bSendLength", Style.VALUE));
        lines.put(LogItem.SEND_BUFFER, in("bSendBuffer", Style.HEX_DUMP));
        lines.put(LogItem.RECV_PROTOCOL, out("pioRecvPci.dwProtocol:", Style.HANDLE));
        lines.put(LogItem.RECV_PCI_LENGTH, out("pioRecvPci.cbPciLength:", Style.HANDLE));
        lines.put(LogItem.RECV_LENGTH, out("bRecvLength", Style.VALUE));
        lines.put(LogItem.RECV_BUFFER, out("bRecvBuffer", Style.HEX_DUMP));
        lines.put(LogItem.CONTROL_CODE, in("dwControlCode:", Style.CONTROL_CODE));
        lines.put(LogItem.ATTRIBUTE, in("dwAttrId:", Style.ATTRIBUTE));
        lines.put(LogItem.SET_LENGTH, in("bAttrLen", Style.VALUE));
        lines.put(LogItem.SET_VALUE, in("bAttr", Style.HEX_DUMP));
        lines.put(LogItem.GET_LENGTH, out("bAttrLen", Style.VALUE));
        lines.put(LogItem.GET_VALUE, out("bAttr", Style.HEX_DUMP));
        lines.put(LogItem.NAME_LENGTH_GIVEN, in("pcchReaderLen", Style.VALUE));
        lines.put(LogItem.ATR_LENGTH_GIVEN, in("pcbAtrLen", Style.VALUE));
        lines.put(LogItem.NAME_LENGTH, out("cchReaderLen", Style.VALUE));
        lines.put(LogItem.NAME, out("mszReaderName", Style.VALUE));
        lines.put(LogItem.STATE, out("dwState", Style.VALUE));
        lines.put(LogItem.PROTOCOL, out("dwProtocol", Style.VALUE));
        lines.put(LogItem.ATR_LENGTH, out("bAtrLen", Style.VALUE));
        lines.put(LogItem.ATR, out("bAtr", Style.VALUE));
        lines.put(LogItem.QUERY_READER, in("szReader:", Style.VALUE));
        lines.put(LogItem.QUERY_CURRENT_STATE, in(" dwCurrentState:", Style.STATE));
        lines.put(LogItem.QUERY_EVENT_STATE, in(" dwEventState:", Style.LEFTOVER_STATE));
        lines.put(LogItem.QUERY_ATR_LENGTH, in(" Atr length:", Style.LEFTOVER));
        lines.put(LogItem.QUERY_ATR, in(" Atr:", Style.LEFTOVER));
        lines.put(LogItem.FOUND_READER, out("szReader:", Style.VALUE));
        lines.put(LogItem.FOUND_CURRENT_STATE, out(" dwCurrentState:", Style.STATE));
        lines.put(LogItem.FOUND_EVENT_STATE, out(" dwEventState:", Style.STATE));
        lines.put(LogItem.FOUND_ATR_LENGTH, out(" Atr length:", Style.VALUE));
        lines.put(LogItem.FOUND_ATR, out(" Atr:", Style.VALUE));
        return lines;
    }
}
