/* Measures SCardTransmit from within an application: the time of each of N calls, in nanoseconds, one a line.
 *
 * Usage: transmit CALLS WARM-UP [CLIENTS]     with CLIENTS, as many threads with a context each do CALLS calls at once
 * Build: cc -O2 transmit.c -I/usr/include/PCSC -lpcsclite -lpthread
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <winscard.h>

static long calls, warm_up;

static void check(const char *what, LONG rv) {
    if (rv != SCARD_S_SUCCESS) {
        fprintf(stderr, "%s: %08lX\n", what, (unsigned long)rv);
        exit(1);
    }
}

static long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void *client(void *unused) {
    static const BYTE command[] = {0x00, 0xB0, 0x00, 0x00, 0x10};
    SCARDCONTEXT context;
    SCARDHANDLE card;
    DWORD protocol, size;
    char readers[1024];
    long *times = malloc(calls * sizeof *times);

    (void)unused;
    check("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
    size = sizeof readers;
    check("SCardListReaders", SCardListReaders(context, NULL, readers, &size));
    check("SCardConnect", SCardConnect(context, readers, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, &card, &protocol));
    for (long i = -warm_up; i < calls; i++) {
        BYTE response[258];
        DWORD length = sizeof response;
        SCARD_IO_REQUEST receive = {SCARD_PROTOCOL_T1, sizeof receive}; /* libpcscspy 1.9.9 crashes without one */
        long begin = now();
        check("SCardTransmit",
              SCardTransmit(card, SCARD_PCI_T1, command, sizeof command, &receive, response, &length));
        if (i >= 0) {
            times[i] = now() - begin;
        }
        if (length != 18 || response[16] != 0x90) {
            fprintf(stderr, "wrong answer\n");
            exit(1);
        }
    }
    check("SCardDisconnect", SCardDisconnect(card, SCARD_LEAVE_CARD));
    check("SCardReleaseContext", SCardReleaseContext(context));
    return times;
}

int main(int argc, char **argv) {
    calls = argc > 1 ? atol(argv[1]) : 10000;
    warm_up = argc > 2 ? atol(argv[2]) : 1000;
    int clients = argc > 3 ? atoi(argv[3]) : 1;
    pthread_t *threads = calloc(clients, sizeof *threads);
    for (int i = 0; i < clients; i++) {
        pthread_create(&threads[i], NULL, client, NULL);
    }
    for (int i = 0; i < clients; i++) {
        long *times;
        pthread_join(threads[i], (void **)&times);
        for (long call = 0; call < calls; call++) {
            printf("%ld\n", times[call]);
        }
    }
    return 0;
}
