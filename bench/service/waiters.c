/* Many programs that wait: waiters SOCKET COUNT
 * Opens COUNT connections in protocol 4.6, establishes a context and waits for an event on each. Prints "ready", then
 * "woken N" with the milliseconds from the first event to the last when a card came or went, again and again. */
#define _GNU_SOURCE
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void exact(int fd, void *buffer, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = read(fd, (char *)buffer + done, size - done);
		if (n <= 0)
			fail("read");
		done += n;
	}
}

static void request(int fd, uint32_t command, const void *body, uint32_t size)
{
	uint32_t message[64] = { size, command };
	memcpy(message + 2, body, size);
	if (write(fd, message, 8 + size) != (ssize_t)(8 + size))
		fail("write");
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static void wait_for_event(int fd)
{
	static char states[1 << 20];
	uint32_t count;
	request(fd, 0x13, "", 0);
	request(fd, 0x16, "", 0);
	exact(fd, &count, sizeof count);
	request(fd, 0x17, "", 0);
	exact(fd, states, count * 184);
}

int main(int argc, char **argv)
{
	int count = atoi(argv[2]);
	int *sockets = calloc(count, sizeof *sockets);
	struct rlimit limit;
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	strncpy(address.sun_path, argv[1], sizeof address.sun_path - 1);
	int epoll = epoll_create1(0);
	double start = now();
	for (int i = 0; i < count; i++) {
		uint32_t version[3] = { 4, 6, 0 }, establish[3] = { 2, 0, 0 };
		int fd = sockets[i] = socket(AF_UNIX, SOCK_STREAM, 0);
		if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address))
			fail("connect");
		request(fd, 0x11, version, sizeof version);
		exact(fd, version, sizeof version);
		request(fd, 0x01, establish, sizeof establish);
		exact(fd, establish, sizeof establish);
		wait_for_event(fd);
		struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
		epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
	}
	printf("ready: %d clients in %.0f ms\n", count, now() - start);
	fflush(stdout);
	for (;;) {
		double first = 0;
		for (int woken = 0; woken < count;) {
			struct epoll_event events[256];
			int n = epoll_wait(epoll, events, 256, -1);
			if (!first)
				first = now();
			for (int i = 0; i < n; i++, woken++) {
				uint32_t event[2];
				exact(events[i].data.fd, event, sizeof event);
			}
		}
		printf("woken: %d clients in %.1f ms\n", count, now() - first);
		fflush(stdout);
		for (int i = 0; i < count; i++)
			wait_for_event(sockets[i]);
		printf("waiting again\n");
		fflush(stdout);
	}
}
