/* The C program that run.sh compares: the same command many times, percentiles of the round trip in microseconds.
   Arguments: number of round trips, number of those before, to warm up; with a third the program has two threads, as
   every Java program has more than one, which makes the kernel's and the C library's part dearer. */
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

static int count, warm_up;
static const char *name = "C";

static void *idle(void *unused) {
    for (;;) pause();
    return NULL;
}

static void *measure(void *unused) {
    long *nanos = malloc(count * sizeof *nanos);
    SCARDCONTEXT context;
    SCARDHANDLE card;
    char readers[4096];
    DWORD length = sizeof readers, protocol;
    static const BYTE command[] = {0x00, 0xB0, 0x00, 0x00, 0x10};
    static BYTE response[65548];
    check("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
    check("SCardListReaders", SCardListReaders(context, NULL, readers, &length));
    check("SCardConnect", SCardConnect(context, readers, SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY, &card, &protocol));
    for (int i = -warm_up; i < count; i++) {
        struct timespec start, end;
        DWORD received = sizeof response;
        clock_gettime(CLOCK_MONOTONIC, &start);
        LONG rv = SCardTransmit(card, SCARD_PCI_T1, command, sizeof command, NULL, response, &received);
        clock_gettime(CLOCK_MONOTONIC, &end);
        check("SCardTransmit", rv);
        if (received != 18) exit(1);
        if (i >= 0) nanos[i] = (end.tv_sec - start.tv_sec) * 1000000000L + end.tv_nsec - start.tv_nsec;
    }
    qsort(nanos, count, sizeof *nanos, by_value);
    printf("%-15s %8.2f %8.2f %8.2f %8d\n", name, nanos[count / 2] / 1e3, nanos[count / 10] / 1e3,
           nanos[(int)(count * 0.99)] / 1e3, 0);
    SCardReleaseContext(context);
    return NULL;
}

int main(int argc, char **argv) {
    count = atoi(argv[1]);
    warm_up = atoi(argv[2]);
    if (argc == 3) {
        measure(NULL);
        return 0;
    }
    pthread_t other, measuring;
    name = "C,threads";
    pthread_create(&other, NULL, idle, NULL);
    pthread_create(&measuring, NULL, measure, NULL);
    pthread_join(measuring, NULL);
    return 0;
}
