/* The C program that run.sh compares: sends the same command as often as each line of its standard input says, and
   prints for each line the median round trip, the mean one (both in nanoseconds) and 0 bytes of allocation. With an
   argument the process has a second thread, as every Java program has more than one: that makes the kernel's and the C
   library's part dearer. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <winscard.h>

static int by_value(const void *a, const void *b) {
    long x = *(const long *)a, y = *(const long *)b;
    return (x > y) - (x < y);
}

static void check(const char *what, LONG rv) {
    if (rv != SCARD_S_SUCCESS) {
        fprintf(stderr, "%s: %s\n", what, pcsc_stringify_error(rv));
        exit(1);
    }
}

static long nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void *idle(void *unused) {
    for (;;) pause();
    return NULL;
}

static void *measure(void *unused) {
    SCARDCONTEXT context;
    SCARDHANDLE card;
    char readers[4096];
    DWORD length = sizeof readers, protocol;
    static const BYTE command[] = {0x00, 0xB0, 0x00, 0x00, 0x10};
    static BYTE response[65548];
    int count;
    check("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
    check("SCardListReaders", SCardListReaders(context, NULL, readers, &length));
    check("SCardConnect", SCardConnect(context, readers, SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY, &card, &protocol));
    while (scanf("%d", &count) == 1) {
        long *each = malloc(count * sizeof *each), begin = nanos();
        for (int i = 0; i < count; i++) {
            DWORD received = sizeof response;
            long start = nanos();
            check("SCardTransmit", SCardTransmit(card, SCARD_PCI_T1, command, sizeof command, NULL, response, &received));
            each[i] = nanos() - start;
            if (received != 18) exit(1);
        }
        long mean = (nanos() - begin) / count;
        qsort(each, count, sizeof *each, by_value);
        printf("%ld %ld 0\n", each[count / 2], mean);
        fflush(stdout);
        free(each);
    }
    SCardReleaseContext(context);
    return NULL;
}

int main(int argc, char **argv) {
    pthread_t other, measuring;
    if (argc == 1) {
        measure(NULL);
        return 0;
    }
    pthread_create(&other, NULL, idle, NULL);
    pthread_create(&measuring, NULL, measure, NULL);
    pthread_join(measuring, NULL);
    return 0;
}
