/*
 * What is measured beside the JVMs: programs in C that do what the operating system's documentation says, and nothing
 * else. They show what a mode costs whoever makes the calls.
 */
#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#define SYSTEM "Windows"
#else
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#define SYSTEM "Linux"
#define SOCKET int
#define INVALID_SOCKET -1
#define closesocket close
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* reference.c */
void check(int good, const char *what);
unsigned own_id(void);
void no_delay(SOCKET s);
SOCKET connect_to(int port);
/* Type is SOCK_STREAM, or SOCK_DGRAM, which is bound alone. */
SOCKET listen_on_any(int type, int *port);

/* handoff.c */
/* Starts the second process; returns the listener for the connection. */
SOCKET begin_hand_off(const char *program, int *port);
/* Until the connection ends. */
void hand_off(SOCKET listener);
/* The second process. */
int be_partner(int port);

/* server.c */
/* Serves in the way of the bench's mode, by one thread, until the bench closes its connection. */
void serve(const char *mode, SOCKET listener, SOCKET control);
