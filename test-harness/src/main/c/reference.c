/*
 *   reference PORT      connects to the bench there, and does what it orders
 *   reference - PORT    (Windows) the second process of a hand-off, which the first one starts
 */
#include "reference.h"
#ifndef _WIN32
#include <signal.h>
#endif

void check(int good, const char *what) {
    if (!good) {
#ifdef _WIN32
        fprintf(stderr, "reference: %s: error %d\n", what, WSAGetLastError());
#else
        perror(what);
#endif
        exit(1);
    }
}

unsigned own_id(void) {
#ifdef _WIN32
    return GetCurrentProcessId();
#else
    return getpid();
#endif
}

void no_delay(SOCKET s) {
    int on = 1;
    check(setsockopt(s, IPPROTO_TCP, TCP_NODELAY, (const char *)&on, sizeof on) == 0, "setsockopt");
}

static struct sockaddr_in loopback(int port) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

SOCKET connect_to(int port) {
    struct sockaddr_in address = loopback(port);
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    check(s != INVALID_SOCKET, "socket");
    check(connect(s, (struct sockaddr *)&address, sizeof address) == 0, "connect");
    no_delay(s);
    return s;
}

SOCKET listen_on_any(int type, int *port) {
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    SOCKET s = socket(AF_INET, type, 0);
    check(s != INVALID_SOCKET, "socket");
    check(bind(s, (struct sockaddr *)&address, sizeof address) == 0, "bind");
    check(type == SOCK_DGRAM || listen(s, 1024) == 0, "listen");
    check(getsockname(s, (struct sockaddr *)&address, &length) == 0, "getsockname");
    *port = ntohs(address.sin_port);
    return s;
}

/* A line of words with tabs between them, such as: start, the mode's name, … */
static void read_order(SOCKET control, char *mode, int size) {
    char text[256];
    int n = recv(control, text, sizeof text - 1, 0);
    check(n > 0, "the bench's order");
    text[n] = 0;
    check(strtok(text, "\t") != NULL, "the order's first word");
    char *name = strtok(NULL, "\t\r\n");
    check(name != NULL && strlen(name) < (size_t)size, "the mode's name");
    strcpy(mode, name);
}

int main(int count, char **arguments) {
#ifdef _WIN32
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
#else
    signal(SIGPIPE, SIG_IGN);
#endif
    if (count == 3) {
        return be_partner(atoi(arguments[2]));
    }
    int port;
    char mode[64];
    char text[64];
    SOCKET control = connect_to(atoi(arguments[1]));
    snprintf(text, sizeof text, "%u\tC\t" SYSTEM "\tC\n", own_id());
    check(send(control, text, (int)strlen(text), 0) > 0, "send");
    read_order(control, mode, sizeof mode);
    int moves = strcmp(mode, "hand-off") == 0;
    SOCKET listener = moves ? begin_hand_off(arguments[0], &port)
                            : listen_on_any(strcmp(mode, "udp") == 0 ? SOCK_DGRAM : SOCK_STREAM, &port);
    snprintf(text, sizeof text, "%d\n", port);
    check(send(control, text, (int)strlen(text), 0) > 0, "send");
    if (moves) {
        hand_off(listener);
    } else {
        serve(mode, listener, control);
    }
    return 0;
}
