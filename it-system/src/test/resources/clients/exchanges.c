/* Selects the OpenPGP application, reads two data objects in a transaction, and reconnects. The second object does not
 * exist. libpcscspy crashes without a receive PCI, so there is one. Build: cc exchanges.c -I/usr/include/PCSC -lpcsclite */
#include <stdio.h>
#include <stdlib.h>
#include <winscard.h>

static void check(const char *what, LONG rv) {
    if (rv != SCARD_S_SUCCESS) {
        fprintf(stderr, "%s: %08lX\n", what, (unsigned long)rv);
        exit(1);
    }
}

static void transmit(SCARDHANDLE card, const unsigned char *command, DWORD length) {
    SCARD_IO_REQUEST pci = *SCARD_PCI_T1;
    unsigned char answer[MAX_BUFFER_SIZE];
    DWORD size = sizeof answer;

    check("SCardTransmit", SCardTransmit(card, SCARD_PCI_T1, command, length, &pci, answer, &size));
}

int main(void) {
    static const unsigned char select[] = {0x00, 0xA4, 0x04, 0x00, 0x06, 0xD2, 0x76, 0x00, 0x01, 0x24, 0x01};
    static const unsigned char present[] = {0x00, 0xCA, 0x00, 0x6E, 0x00};
    static const unsigned char missing[] = {0x00, 0xCA, 0x00, 0xFF, 0x00};
    SCARDCONTEXT context;
    SCARDHANDLE card;
    DWORD protocol;
    char readers[1024];
    DWORD size = sizeof readers;

    check("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
    check("SCardListReaders", SCardListReaders(context, NULL, readers, &size));
    check("SCardConnect", SCardConnect(context, readers, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, &card, &protocol));
    check("SCardBeginTransaction", SCardBeginTransaction(card));
    transmit(card, select, sizeof select);
    transmit(card, present, sizeof present);
    transmit(card, missing, sizeof missing);
    check("SCardEndTransaction", SCardEndTransaction(card, SCARD_LEAVE_CARD));
    check("SCardReconnect",
          SCardReconnect(card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, SCARD_RESET_CARD, &protocol));
    check("SCardDisconnect", SCardDisconnect(card, SCARD_LEAVE_CARD));
    check("SCardReleaseContext", SCardReleaseContext(context));
    return 0;
}
