# Writes a log of libpcscspy (2.1 and newer; with -v older=1 that of 1.9) with `calls` calls of SCardTransmit by
# `threads` threads in turn: READ BINARY at rising offsets, 18 bytes back, every 50th a SELECT that fails.
#
#   awk -v calls=1000000 -v threads=1 -f log.awk
BEGIN {
    seconds = 1700000000
    micros = 0
    success = older ? "Command successful.|" : ""
    for (i = 0; i < calls; i++) {
        id = sprintf("7F45C8C9B7%02X@", 16 * (i % threads))
        stamp(40)
        print id ">|" seconds "|" micros "|SCardTransmit"
        print id "0x12345678"
        print id "0x00000002"
        print id "0x00000010"
        if (i % 50 == 49) {
            print id "0x0000000A"
            print id "00 A4 04 00 05 A0 00 00 03 08 "
            received = "0x00000002\n" id "6A 82 "
        } else {
            print id "0x00000005"
            printf "%s00 B0 %02X %02X 10 \n", id, int(i / 256) % 128, i % 256
            received = "0x00000012\n" id "3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 00 01 00 90 00 "
        }
        print id "0x00000002"
        print id "0x00000010"
        print id received
        stamp(380 + i % 41)
        print id "<|" seconds "|" micros "|SCardTransmit|" success "0x00000000"
    }
}

function stamp(more) {
    micros += more
    if (micros >= 1000000) {
        micros -= 1000000
        seconds++
    }
}
