/* Times SCardTransmit: transmit READER COUNT [WARM-UP]
 * Prints median, 5th and 95th percentile of the round trip in microseconds, and round trips per second. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <winscard.h>

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void check(const char *what, LONG rv)
{
	if (rv != SCARD_S_SUCCESS) {
		fprintf(stderr, "%s: %s (0x%08lX)\n", what, pcsc_stringify_error(rv), (unsigned long)rv);
		exit(1);
	}
}

int main(int argc, char **argv)
{
	/* READ BINARY, 16 bytes: a short file of every demo card; the answer is 6A82 or data, the way is the same */
	static const unsigned char command[] = { 0x00, 0xB0, 0x00, 0x00, 0x10 };
	unsigned char answer[258];
	SCARDCONTEXT context;
	SCARDHANDLE card;
	DWORD protocol, length;
	int count = argc > 2 ? atoi(argv[2]) : 10000;
	int warm = argc > 3 ? atoi(argv[3]) : 2000;
	double *times = calloc(count, sizeof *times), start, all;

	if (argc < 2) {
		fprintf(stderr, "usage: transmit READER COUNT [WARM-UP]\n");
		return 2;
	}
	check("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
	check("SCardConnect", SCardConnect(context, argv[1], SCARD_SHARE_SHARED,
		SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card, &protocol));
	const SCARD_IO_REQUEST *pci = protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
	for (int i = 0; i < warm; i++) {
		length = sizeof answer;
		check("SCardTransmit", SCardTransmit(card, pci, command, sizeof command, NULL, answer, &length));
	}
	all = now();
	for (int i = 0; i < count; i++) {
		length = sizeof answer;
		start = now();
		check("SCardTransmit", SCardTransmit(card, pci, command, sizeof command, NULL, answer, &length));
		times[i] = now() - start;
		if (length < 2)
			return 1;
	}
	all = now() - all;
	qsort(times, count, sizeof *times, compare);
	printf("median %.1f us, 5%% %.1f, 95%% %.1f; %.0f per second; last answer %02X%02X\n", times[count / 2],
		times[count / 20], times[count - count / 20 - 1], count / all * 1e6, answer[length - 2], answer[length - 1]);
	SCardDisconnect(card, SCARD_LEAVE_CARD);
	SCardReleaseContext(context);
	return 0;
}
