/* A correct program that passes a NULL pioRecvPci, as the API allows, and presents a PIN.
 * Prints the response to SELECT. Build: cc null_pci.c -I/usr/include/PCSC -lpcsclite */
#include <stdio.h>
#include <stdlib.h>
#include <winscard.h>

static void check(const char *what, LONG rv) {
    if (rv != SCARD_S_SUCCESS) {
        fprintf(stderr, "%s: %08lX\n", what, (unsigned long)rv);
        exit(1);
    }
}

static void exchange(SCARDHANDLE card, const BYTE *command, DWORD length) {
    BYTE response[258];
    DWORD received = sizeof response;
    check("SCardTransmit", SCardTransmit(card, SCARD_PCI_T1, command, length, NULL, response, &received));
    for (DWORD i = 0; i < received; i++) {
        printf("%02X", response[i]);
    }
    printf("\n");
}

int main(void) {
    static const BYTE select_mf[] = {0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00};
    static const BYTE verify[] = {0x00, 0x20, 0x00, 0x01, 0x04, 0x34, 0x37, 0x31, 0x31};
    SCARDCONTEXT context;
    SCARDHANDLE card;
    DWORD protocol;
    char readers[1024];
    DWORD size = sizeof readers;

    check("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
    check("SCardListReaders", SCardListReaders(context, NULL, readers, &size));
    check("SCardConnect", SCardConnect(context, readers, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, &card, &protocol));
    exchange(card, select_mf, sizeof select_mf);
    exchange(card, verify, sizeof verify);
    check("SCardDisconnect", SCardDisconnect(card, SCARD_LEAVE_CARD));
    check("SCardReleaseContext", SCardReleaseContext(context));
    return 0;
}
