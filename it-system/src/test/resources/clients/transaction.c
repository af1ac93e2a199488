/* Begins a transaction, says so, and waits for the end of its standard input.
 * Prints "transaction" when it has one. Build: cc transaction.c -I/usr/include/PCSC -lpcsclite */
#include <stdio.h>
#include <stdlib.h>
#include <winscard.h>

static void check(const char *what, LONG rv) {
    if (rv != SCARD_S_SUCCESS) {
        fprintf(stderr, "%s: %08lX\n", what, (unsigned long)rv);
        exit(1);
    }
}

int main(void) {
    SCARDCONTEXT context;
    SCARDHANDLE card;
    DWORD protocol;
    char readers[1024];
    DWORD size = sizeof readers;

    check("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
    check("SCardListReaders", SCardListReaders(context, NULL, readers, &size));
    check("SCardConnect", SCardConnect(context, readers, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, &card, &protocol));
    check("SCardBeginTransaction", SCardBeginTransaction(card));
    puts("transaction");
    fflush(stdout);
    while (getchar() != EOF) {
    }
    check("SCardEndTransaction", SCardEndTransaction(card, SCARD_LEAVE_CARD));
    check("SCardReleaseContext", SCardReleaseContext(context));
    return 0;
}
