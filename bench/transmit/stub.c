/* A PC/SC library that answers at once, without a daemon: what remains is the way from a program to the library.
   Stands in for libpcsclite.so.1 through LD_LIBRARY_PATH. */
#include <string.h>
#include <winscard.h>

const SCARD_IO_REQUEST g_rgSCardT0Pci = {1, sizeof(SCARD_IO_REQUEST)};
const SCARD_IO_REQUEST g_rgSCardT1Pci = {2, sizeof(SCARD_IO_REQUEST)};
const SCARD_IO_REQUEST g_rgSCardRawPci = {4, sizeof(SCARD_IO_REQUEST)};

LONG SCardEstablishContext(DWORD s, LPCVOID a, LPCVOID b, LPSCARDCONTEXT c) { *c = 1; return 0; }
LONG SCardReleaseContext(SCARDCONTEXT c) { return 0; }
LONG SCardIsValidContext(SCARDCONTEXT c) { return 0; }
LONG SCardConnect(SCARDCONTEXT c, LPCSTR r, DWORD s, DWORD p, LPSCARDHANDLE h, LPDWORD a) { *h = 2; *a = 2; return 0; }
LONG SCardReconnect(SCARDHANDLE h, DWORD s, DWORD p, DWORD i, LPDWORD a) { *a = 2; return 0; }
LONG SCardDisconnect(SCARDHANDLE h, DWORD d) { return 0; }
LONG SCardBeginTransaction(SCARDHANDLE h) { return 0; }
LONG SCardEndTransaction(SCARDHANDLE h, DWORD d) { return 0; }
LONG SCardStatus(SCARDHANDLE h, LPSTR r, LPDWORD rl, LPDWORD s, LPDWORD p, LPBYTE a, LPDWORD al) {
    if (rl) *rl = 1;
    if (s) *s = 0x34;
    if (p) *p = 2;
    if (al) *al = 0;
    return 0;
}
LONG SCardGetStatusChange(SCARDCONTEXT c, DWORD t, SCARD_READERSTATE *s, DWORD n) {
    for (DWORD i = 0; i < n; i++) s[i].dwEventState = SCARD_STATE_PRESENT | SCARD_STATE_CHANGED;
    return 0;
}
LONG SCardControl(SCARDHANDLE h, DWORD c, LPCVOID i, DWORD il, LPVOID o, DWORD ol, LPDWORD r) { *r = 0; return 0; }
LONG SCardTransmit(SCARDHANDLE h, const SCARD_IO_REQUEST *p, LPCBYTE s, DWORD n, SCARD_IO_REQUEST *q, LPBYTE r, LPDWORD l) {
    memset(r, 0x90, 18);
    *l = 18;
    return 0;
}
LONG SCardListReaderGroups(SCARDCONTEXT c, LPSTR g, LPDWORD l) { *l = 0; return 0; }
LONG SCardListReaders(SCARDCONTEXT c, LPCSTR g, LPSTR r, LPDWORD l) {
    if (r) memcpy(r, "R\0", 3);
    *l = 3;
    return 0;
}
LONG SCardFreeMemory(SCARDCONTEXT c, LPCVOID m) { return 0; }
LONG SCardCancel(SCARDCONTEXT c) { return 0; }
LONG SCardGetAttrib(SCARDHANDLE h, DWORD a, LPBYTE v, LPDWORD l) { *l = 0; return 0; }
LONG SCardSetAttrib(SCARDHANDLE h, DWORD a, LPCBYTE v, DWORD l) { return 0; }
const char *pcsc_stringify_error(const LONG e) { return "error"; }
