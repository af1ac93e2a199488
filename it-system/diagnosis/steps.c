/*
 * A PC/SC program that does the steps of its command line, for the corpus of puce diagnose.
 *
 *   establish  release  list  status  valid
 *   connect:shared|exclusive|direct[:any|t0|t1|none[:READER]]     reader: the first one
 *   reconnect:leave|reset|unpower    disconnect:leave|reset|unpower
 *   begin  end:leave|reset
 *   tx:HEX[:SIZE]     SIZE of the receive buffer, 258 without one
 *   wait:MS           SCardGetStatusChange until a change or the timeout
 *   sleep:MS          touch:FILE    await:FILE
 *   N*STEP            repeats a step
 *   ?STEP             goes on after an error; otherwise the program ends with status 1
 *
 * Build: cc -I/usr/include/PCSC -o steps steps.c -lpcsclite
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <winscard.h>

static SCARDCONTEXT context;
static SCARDHANDLE card;
static DWORD protocol;
static char reader[128];
static SCARD_READERSTATE state;

static DWORD word(const char *text) {
    static const struct { const char *name; DWORD value; } WORDS[] = {
        {"shared", SCARD_SHARE_SHARED}, {"exclusive", SCARD_SHARE_EXCLUSIVE}, {"direct", SCARD_SHARE_DIRECT},
        {"any", SCARD_PROTOCOL_ANY}, {"t0", SCARD_PROTOCOL_T0}, {"t1", SCARD_PROTOCOL_T1}, {"none", 0},
        {"leave", SCARD_LEAVE_CARD}, {"reset", SCARD_RESET_CARD}, {"unpower", SCARD_UNPOWER_CARD}};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (text && !strcmp(text, WORDS[i].name)) return WORDS[i].value;
    fprintf(stderr, "unknown word %s\n", text ? text : "");
    exit(2);
}

static LONG list(void) {
    char names[2048];
    DWORD length = sizeof names;
    LONG code = SCardListReaders(context, NULL, names, &length);
    if (code == SCARD_S_SUCCESS) strncpy(reader, names, sizeof reader - 1);
    return code;
}

static LONG transmit(const char *hex, DWORD size) {
    static BYTE command[70000], answer[70000];
    DWORD length = 0;
    for (; hex[0] && hex[1] && sscanf(hex, "%2hhx", &command[length]) == 1; hex += 2) length++;
    LONG code = SCardTransmit(card, protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1, command, length, NULL,
                              answer, &size);
    if (code == SCARD_S_SUCCESS && size >= 2) printf("%02X%02X\n", answer[size - 2], answer[size - 1]);
    return code;
}

static LONG step(char *text) {
    char *name = strtok(text, ":"), *first = strtok(NULL, ":"), *second = strtok(NULL, ":"), *third = strtok(NULL, ":");
    if (!strcmp(name, "establish")) return SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context);
    if (!strcmp(name, "release")) return SCardReleaseContext(context);
    if (!strcmp(name, "list")) return list();
    if (!strcmp(name, "valid")) return SCardIsValidContext(context);
    if (!strcmp(name, "status")) {
        BYTE atr[MAX_ATR_SIZE];
        char known[128];
        DWORD atrLength = sizeof atr, nameLength = sizeof known, present, active;
        return SCardStatus(card, known, &nameLength, &present, &active, atr, &atrLength);
    }
    if (!strcmp(name, "connect")) {
        if (!third && !reader[0]) list();
        return SCardConnect(context, third ? third : reader, word(first), second ? word(second) : SCARD_PROTOCOL_ANY,
                            &card, &protocol);
    }
    if (!strcmp(name, "reconnect"))
        return SCardReconnect(card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY, word(first), &protocol);
    if (!strcmp(name, "disconnect")) return SCardDisconnect(card, word(first));
    if (!strcmp(name, "begin")) return SCardBeginTransaction(card);
    if (!strcmp(name, "end")) return SCardEndTransaction(card, word(first));
    if (!strcmp(name, "tx")) return transmit(first, second ? (DWORD)atol(second) : 258);
    if (!strcmp(name, "wait")) {
        if (!reader[0]) list();
        state.szReader = reader;
        state.dwCurrentState = state.dwEventState & ~(DWORD)SCARD_STATE_CHANGED;
        LONG code = SCardGetStatusChange(context, (DWORD)atol(first), &state, 1);
        return code == SCARD_E_TIMEOUT ? SCARD_S_SUCCESS : code;
    }
    if (!strcmp(name, "sleep")) return usleep((useconds_t)atol(first) * 1000), SCARD_S_SUCCESS;
    if (!strcmp(name, "touch")) return fclose(fopen(first, "w")), SCARD_S_SUCCESS;
    if (!strcmp(name, "await")) {
        while (access(first, F_OK)) usleep(10000);
        return SCARD_S_SUCCESS;
    }
    fprintf(stderr, "unknown step %s\n", name);
    exit(2);
}

int main(int count, char **steps) {
    for (int i = 1; i < count; i++) {
        char *text = steps[i];
        int tolerant = text[0] == '?';
        if (tolerant) text++;
        char *star = strchr(text, '*');
        long times = star ? atol(text) : 1;
        if (star) text = star + 1;
        while (times-- > 0) {
            char copy[140000];
            snprintf(copy, sizeof copy, "%s", text);
            LONG code = step(copy);
            if (code != SCARD_S_SUCCESS && !tolerant) {
                fprintf(stderr, "%s: %s\n", text, pcsc_stringify_error(code));
                return 1;
            }
        }
    }
    return 0;
}
