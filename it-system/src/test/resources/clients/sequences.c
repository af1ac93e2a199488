/* Every function of the API in sequences that programs use; one line per call with its code and what it returned.
 * Run against two services, the lines must be the same: handles and times are left out. usage: sequences READER */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <winscard.h>
#include <reader.h>

static SCARDCONTEXT context, other;
static SCARDHANDLE card, second;
static DWORD protocol;
static LONG cancelled = SCARD_F_UNKNOWN_ERROR;
static atomic_int waits = 1;
static const char *reader;

static void hex(const unsigned char *bytes, DWORD length)
{
	for (DWORD i = 0; i < length; i++)
		printf("%02X", bytes[i]);
}

static LONG say(const char *what, LONG rv)
{
	printf("%s %08lX\n", what, (unsigned long)rv & 0xFFFFFFFF);
	return rv;
}

static void transmit(SCARDHANDLE handle, const unsigned char *command, DWORD length, DWORD room)
{
	unsigned char answer[70000];
	SCARD_IO_REQUEST received = { 0, sizeof received };
	LONG rv = SCardTransmit(handle, protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1, command, length,
		&received, answer, &room);
	printf("SCardTransmit %08lX %lu bytes, pci %lu, ", (unsigned long)rv & 0xFFFFFFFF, room, received.dwProtocol);
	if (rv == SCARD_S_SUCCESS)
		hex(answer, room);
	printf("\n");
}

static void status(SCARDHANDLE handle)
{
	char name[200];
	unsigned char atr[33];
	DWORD nameLength = sizeof name, atrLength = sizeof atr, state = 0, active = 0;
	LONG rv = SCardStatus(handle, name, &nameLength, &state, &active, atr, &atrLength);
	printf("SCardStatus %08lX", (unsigned long)rv & 0xFFFFFFFF);
	if (rv == SCARD_S_SUCCESS) {
		printf(" %s state %lX protocol %lu ATR ", name, state, active);
		hex(atr, atrLength);
	}
	printf("\n");
}

static DWORD change(DWORD timeout, DWORD current)
{
	SCARD_READERSTATE state = { .szReader = reader, .dwCurrentState = current };
	LONG rv = SCardGetStatusChange(context, timeout, &state, 1);
	printf("SCardGetStatusChange %08lX event %lX ATR ", (unsigned long)rv & 0xFFFFFFFF, state.dwEventState);
	hex(state.rgbAtr, state.cbAtr);
	printf("\n");
	return state.dwEventState & ~SCARD_STATE_CHANGED;
}

/* Cancels until the wait ends, because a cancellation before the wait has no effect. */
static void *cancel_soon(void *unused)
{
	while (waits) {
		usleep(300000);
		LONG rv = SCardCancel(context);
		if (cancelled != SCARD_S_SUCCESS)
			cancelled = rv;
	}
	return unused;
}

int main(int argc, char **argv)
{
	static const unsigned char echo[] = { 0, 1, 0, 0, 4, 0xDE, 0xAD, 0xBE, 0xEF };
	static unsigned char extended[7 + 1000] = { 0, 1, 0, 0, 0, 1000 >> 8, 1000 & 0xFF };
	char names[2000];
	DWORD length = sizeof names;
	unsigned char value[300];
	pthread_t thread;

	if (argc < 2)
		return 2;
	reader = argv[1];
	say("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
	say("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_USER, NULL, NULL, &other));
	say("SCardIsValidContext", SCardIsValidContext(context));
	say("SCardListReaders", SCardListReaders(context, NULL, names, &length));
	printf("first reader %s\n", names);
	DWORD current = change(0, SCARD_STATE_UNAWARE);
	change(0, current);
	change(250, current);
	pthread_create(&thread, NULL, cancel_soon, NULL);
	change(30000, current);
	waits = 0;
	pthread_join(thread, NULL);
	say("SCardCancel", cancelled);

	say("SCardConnect unknown", SCardConnect(context, "no such reader", SCARD_SHARE_SHARED, 3, &card, &protocol));
	say("SCardConnect", SCardConnect(context, reader, SCARD_SHARE_SHARED, 3, &card, &protocol));
	printf("protocol %lu\n", protocol);
	status(card);
	transmit(card, echo, sizeof echo, 258);
	transmit(card, echo, sizeof echo, 4);
	transmit(card, extended, sizeof extended, 65538);
	say("SCardBeginTransaction", SCardBeginTransaction(card));
	say("SCardBeginTransaction", SCardBeginTransaction(card));
	say("SCardEndTransaction", SCardEndTransaction(card, SCARD_LEAVE_CARD));
	say("SCardEndTransaction", SCardEndTransaction(card, SCARD_LEAVE_CARD));
	say("SCardEndTransaction", SCardEndTransaction(card, SCARD_LEAVE_CARD));

	say("SCardConnect exclusive", SCardConnect(other, reader, SCARD_SHARE_EXCLUSIVE, 3, &second, &protocol));
	say("SCardConnect shared", SCardConnect(other, reader, SCARD_SHARE_SHARED, 3, &second, &protocol));
	change(1000, current | SCARD_STATE_INUSE);
	say("SCardReconnect reset", SCardReconnect(second, SCARD_SHARE_SHARED, 3, SCARD_RESET_CARD, &protocol));
	status(card);
	transmit(card, echo, sizeof echo, 258);
	say("SCardBeginTransaction", SCardBeginTransaction(card));
	say("SCardReconnect leave", SCardReconnect(card, SCARD_SHARE_SHARED, 3, SCARD_LEAVE_CARD, &protocol));
	status(card);
	say("SCardBeginTransaction", SCardBeginTransaction(card));
	say("SCardEndTransaction reset", SCardEndTransaction(card, SCARD_RESET_CARD));
	status(card);
	status(second);
	say("SCardReconnect", SCardReconnect(card, SCARD_SHARE_SHARED, 3, SCARD_LEAVE_CARD, &protocol));
	say("SCardDisconnect reset", SCardDisconnect(second, SCARD_RESET_CARD));
	status(card);
	say("SCardReconnect unpower", SCardReconnect(card, SCARD_SHARE_EXCLUSIVE, 3, SCARD_UNPOWER_CARD, &protocol));
	status(card);
	transmit(card, echo, sizeof echo, 258);
	say("SCardEndTransaction", SCardEndTransaction(card, SCARD_LEAVE_CARD));

	length = sizeof value;
	say("SCardControl unknown", SCardControl(card, SCARD_CTL_CODE(1), echo, sizeof echo, value, sizeof value, &length));
	length = sizeof value;
	say("SCardGetAttrib unknown", SCardGetAttrib(card, SCARD_ATTR_ASYNC_PROTOCOL_TYPES, value, &length));
	say("SCardDisconnect unpower", SCardDisconnect(card, SCARD_UNPOWER_CARD));
	say("SCardConnect", SCardConnect(context, reader, SCARD_SHARE_EXCLUSIVE, 3, &card, &protocol));
	status(card);
	transmit(card, echo, sizeof echo, 258);
	say("SCardDisconnect", SCardDisconnect(card, SCARD_EJECT_CARD));
	say("SCardConnect direct", SCardConnect(context, reader, SCARD_SHARE_DIRECT, 0, &card, &protocol));
	say("SCardReleaseContext", SCardReleaseContext(context));
	say("SCardReleaseContext", SCardReleaseContext(context));
	say("SCardReleaseContext", SCardReleaseContext(other));
	return 0;
}
