/* A card for vpcd's reader that answers every command at once with 16 bytes and 9000: what is measured with it is
 * everything but the card.
 *
 * Usage: card PORT     Build: cc -O2 card.c
 * vpcd 3.3 writes length and bytes separately without TCP_NODELAY; without TCP_QUICKACK each command takes 40 ms.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int reader;

static void receive(uint8_t *to, size_t length) {
    while (length > 0) {
        int yes = 1;
        setsockopt(reader, IPPROTO_TCP, TCP_QUICKACK, &yes, sizeof yes);
        ssize_t received = recv(reader, to, length, 0);
        if (received <= 0) {
            exit(0);
        }
        to += received;
        length -= received;
    }
}

int main(int argc, char **argv) {
    static uint8_t message[65536];
    static const uint8_t atr[] = {0, 6, 0x3B, 0x81, 0x80, 0x01, 0x80, 0x80};
    static const uint8_t answer[] = {0, 18, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0x90, 0x00};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 35963)};
    int yes = 1;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (;;) {
        reader = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(reader, (struct sockaddr *)&address, sizeof address) == 0) {
            break;
        }
        close(reader);
        usleep(20000);
    }
    setsockopt(reader, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    for (;;) {
        uint8_t length[2];
        receive(length, 2);
        size_t size = (size_t)length[0] << 8 | length[1];
        receive(message, size);
        if (size == 1 && message[0] <= 2) {
            continue; /* power off, power on, reset */
        }
        if (size == 1 && message[0] == 4) {
            send(reader, atr, sizeof atr, MSG_NOSIGNAL);
        } else {
            send(reader, answer, sizeof answer, MSG_NOSIGNAL);
        }
    }
}
