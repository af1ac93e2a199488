# Writes a recording of `calls` calls by two programs in turn. Of 25 calls of a program, one selects an application that the card
# does not have, one selects PIV, one fails, and two read an object with tags. The others read 16 random bytes.
#
#   awk -v calls=1000000 -f calls.awk
BEGIN {
    srand(7816)
    print "{\"type\":\"header\",\"format\":\"puce-recording\",\"version\":1,\"start\":\"2026-01-01T00:00:00Z\"," \
        "\"host\":\"bench\",\"producer\":\"calls.awk\",\"source\":\"relay\",\"redaction\":\"full\"}"
    for (i = 1; i <= calls; i++) {
        kind = int(i / 2) % 25
        if (i <= 2) {
            call("SCardConnect", "\"reader\":\"Bench Reader 00 0" i "\",\"shareMode\":\"SCARD_SHARE_SHARED\"," \
                "\"preferredProtocols\":\"SCARD_PROTOCOL_T1\"", card() ",\"activeProtocol\":\"SCARD_PROTOCOL_T1\"")
        } else if (kind == 0) transmit("00A4040005A000000647", "6A82")
        else if (kind == 1) transmit("00A404000BA000000308000010000100", "61094F0600001000010079074F05A0000003089000")
        else if (kind == 2) transmit("00CB3FFF055C035FC105", "6982")
        else if (kind < 5) transmit("00CB3FFF035C017E", "7E124F0BA0000003080000100001005F2F0240009000")
        else transmit(sprintf("00B0%02X%02X10", int(i / 512) % 128, int(i / 2) % 256), random() "9000")
    }
}

function card() { return "\"card\":\"0x" (i % 2 ? "11223344" : "55667788") "\"" }

function random(   text, n) {
    for (n = 0; n < 4; n++) text = text sprintf("%04X%04X", int(rand() * 65536), int(rand() * 65536))
    return text
}

function transmit(command, answer) {
    call("SCardTransmit", card() ",\"sendPci\":{\"protocol\":\"SCARD_PROTOCOL_T1\",\"length\":16},\"sendBuffer\":\"" command "\"",
        "\"recvPci\":{\"protocol\":\"SCARD_PROTOCOL_T1\",\"length\":16},\"recvBuffer\":\"" answer "\"")
}

function call(name, arguments, results) {
    printf "{\"type\":\"call\",\"seq\":%d,\"start_us\":%d.000,\"duration_us\":%d.000,\"program\":\"%s\",\"pid\":%d," \
        "\"connection\":%d,\"call\":\"%s\",\"args\":{%s},\"results\":{%s},\"code\":\"SCARD_S_SUCCESS\"}\n",
        i, i * 440, 380 + i % 41, (i % 2 ? "opensc-tool" : "pkcs11-tool"), 1000 + i % 2, 1 + i % 2, name, arguments, results
}
