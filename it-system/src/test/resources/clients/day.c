/* A day of a machine with smart cards, as load: three programs that stay, and very many that come and go.
 *
 * Usage: day SHARE SECONDS PROGRAMS
 *   SHARE     how much of the day: 1 is all of it, 0.01 a hundredth
 *   SECONDS   to spread it over; 0 for as fast as it goes
 *   PROGRAMS  how many short-lived ones may run at once
 *
 * The day (24 h):
 *   login manager   asks every second which readers there are and what is in them: 172,800 calls
 *   browser         the same, and every 10 minutes a TLS login: 144 sessions of 60 commands under a transaction
 *   middleware      the same, and every minute a signature: 1,440 sessions of 40 commands
 *   programs        every 4 seconds a new process: 21,600, each with a context, a card and 40 commands
 *
 * That is 1,560,105 calls on 21,603 connections. Nobody waits for events: where one comes together with the end of
 * a wait, the messages do not tell one call from two, and what is counted here must be beyond doubt.
 *
 * Each of these processes makes one connection. At its end it writes a line to standard output: process id, number
 * of PC/SC calls made.
 * Build: cc -O2 day.c -I/usr/include/PCSC -lpcsclite -lm
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <winscard.h>

#define SECONDS_A_DAY 86400

static long calls;
static SCARDCONTEXT context;
static char reader[MAX_READERNAME];

static void check(const char *what, LONG rv) {
    calls++;
    if (rv != SCARD_S_SUCCESS) {
        fprintf(stderr, "process %d: %s: %08lX after %ld calls\n", (int)getpid(), what, (unsigned long)rv, calls);
        exit(1);
    }
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

/* Waits for the moment at which step I of N is due, if they are spread over some time. */
static void pace(double begin, double seconds, long i, long n) {
    double wait = begin + seconds * i / n - now();
    if (seconds > 0 && wait > 0) {
        struct timespec t = {(time_t)wait, (long)(fmod(wait, 1) * 1e9)};
        nanosleep(&t, NULL);
    }
}

static void list_readers(char names[4096]) {
    DWORD length = 4096;
    check("SCardListReaders", SCardListReaders(context, NULL, names, &length));
}

/* Establishes a context and takes one of the readers. */
static void begin_work(int number) {
    char names[4096];
    const char *name = names;
    int count = 0;

    check("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
    list_readers(names);
    for (const char *n = names; *n; n += strlen(n) + 1) {
        count++;
    }
    for (int i = 0; i < number % count; i++) {
        name += strlen(name) + 1;
    }
    strcpy(reader, name);
}

static void end_work(void) {
    check("SCardReleaseContext", SCardReleaseContext(context));
    printf("%d %ld\n", (int)getpid(), calls);
    fflush(stdout); /* a line at once: the pipe is everybody's */
    _exit(0);
}

/* A session with a card: commands of 5 to 260 bytes, answers of 2 to 258. */
static void session(int commands, int transaction) {
    SCARDHANDLE card;
    DWORD protocol;
    BYTE command[261] = {0x00, 0xB0, 0x00, 0x00};

    check("SCardConnect", SCardConnect(context, reader, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, &card, &protocol));
    if (transaction) {
        check("SCardBeginTransaction", SCardBeginTransaction(card));
    }
    for (int i = 0; i < commands; i++) {
        BYTE response[258];
        DWORD received = sizeof response, length;
        if (i % 4 == 3) { /* data for the card */
            command[1] = 0xD6;
            command[4] = (BYTE)(16 * i + 15);
            length = 5 + command[4];
        } else { /* data from the card */
            command[1] = 0xB0;
            command[4] = (BYTE)(16 * i);
            length = 5;
        }
        check("SCardTransmit", SCardTransmit(card, SCARD_PCI_T1, command, length, NULL, response, &received));
    }
    if (transaction) {
        check("SCardEndTransaction", SCardEndTransaction(card, SCARD_LEAVE_CARD));
    }
    check("SCardDisconnect", SCardDisconnect(card, SCARD_LEAVE_CARD));
}

/* A program that stays: asks all day, with a session now and then. */
static void resident(int number, double share, double seconds, int session_every, int commands, int transaction) {
    long times = lround(SECONDS_A_DAY * share);
    double begin = now();

    begin_work(number);
    for (long i = 0; i < times; i++) {
        char names[4096];
        SCARD_READERSTATE state = {.szReader = reader, .dwCurrentState = SCARD_STATE_UNAWARE};
        pace(begin, seconds, i, times);
        list_readers(names);
        check("SCardGetStatusChange", SCardGetStatusChange(context, 0, &state, 1));
        if (session_every && i % session_every == session_every - 1) {
            session(commands, transaction);
        }
    }
    end_work();
}

static void start_resident(int number, double share, double seconds, int every, int commands, int transaction) {
    if (fork() == 0) {
        resident(number, share, seconds, every, commands, transaction);
    }
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: day SHARE SECONDS PROGRAMS\n");
        return 2;
    }
    double share = atof(argv[1]), seconds = atof(argv[2]);
    int most = atoi(argv[3]) + 3, running = 3, failed = 0, status;
    long programs = lround(SECONDS_A_DAY / 4 * share);
    double begin = now();

    start_resident(0, share, seconds, 0, 0, 0);
    start_resident(1, share, seconds, 600, 60, 1);
    start_resident(0, share, seconds, 60, 40, 0);
    for (long i = 0; i < programs; i++) {
        pace(begin, seconds, i, programs);
        if (running == most) {
            wait(&status);
            failed |= status;
            running--;
        }
        running++;
        if (fork() == 0) {
            begin_work(0);
            session(40, 0);
            end_work();
        }
    }
    while (wait(&status) > 0) {
        failed |= status;
    }
    return failed != 0;
}
