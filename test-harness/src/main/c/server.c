/*
 * One thread and one poll device, as in the JVMs: AFD polls of one socket each, armed again after each event, and a
 * completion port on Windows, epoll on Linux; the sockets are non-blocking.
 */
#include "reference.h"
#ifdef _WIN32
#include <stdint.h>
#include <winternl.h>
#else
#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#endif

enum { PIECE = 64 * 1024, BATCH = 256 };

/* What is done with a socket that is ready. */
enum task { CONTROL, ACCEPT, ECHO, SEND, RECEIVE, DATAGRAMS };

static char buffer[PIECE];

#ifdef _WIN32

/* "AFD_POLL_INFO" and its flags, as wepoll, mio and libuv use them. */
enum {
    IOCTL_AFD_POLL = 0x12024,
    AFD_RECEIVE = 0x1,
    AFD_SEND = 0x4,
    AFD_DISCONNECT = 0x8,
    AFD_ABORT = 0x10,
    AFD_ACCEPT = 0x80
};

typedef struct {
    LARGE_INTEGER timeout;
    ULONG count;
    ULONG exclusive;
    HANDLE handle;
    ULONG events;
    NTSTATUS status;
} poll_info;

/* The completion is found by the address of its first member. */
struct watched {
    IO_STATUS_BLOCK status;
    poll_info info;
    SOCKET socket;
    enum task task;
};

static HANDLE device, port;
static NTSTATUS(NTAPI *control_file)(HANDLE, HANDLE, PVOID, PVOID, PIO_STATUS_BLOCK, ULONG, PVOID, ULONG, PVOID, ULONG);
static NTSTATUS(NTAPI *create_file)(
    PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, PIO_STATUS_BLOCK, PLARGE_INTEGER, ULONG, ULONG, ULONG, ULONG, PVOID, ULONG);

static void open_poller(void) {
    static WCHAR name[] = L"\\Device\\Afd\\Reference";
    UNICODE_STRING string = {sizeof name - sizeof *name, sizeof name, name};
    OBJECT_ATTRIBUTES attributes = {.Length = sizeof attributes, .ObjectName = &string};
    IO_STATUS_BLOCK status;
    HMODULE ntdll = GetModuleHandleA("ntdll");
    control_file = (void *)GetProcAddress(ntdll, "NtDeviceIoControlFile");
    create_file = (void *)GetProcAddress(ntdll, "NtCreateFile");
    check(control_file != NULL && create_file != NULL, "ntdll");
    check(
        create_file(
            &device, SYNCHRONIZE, &attributes, &status, NULL, 0, FILE_SHARE_READ | FILE_SHARE_WRITE, 1, 0, NULL, 0)
            == 0,
        "NtCreateFile");
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    check(port != NULL && CreateIoCompletionPort(device, port, 0, 0) == port, "CreateIoCompletionPort");
}

static ULONG events(enum task task) {
    return AFD_ABORT | (task == ACCEPT ? AFD_ACCEPT : task == SEND ? AFD_SEND : AFD_RECEIVE | AFD_DISCONNECT);
}

static void arm(struct watched *w) {
    enum { PENDING = 0x103 };
    poll_info info = {.count = 1, .handle = (HANDLE)w->socket, .events = events(w->task)};
    info.timeout.QuadPart = INT64_MAX;
    w->info = info;
    w->status.Status = PENDING;
    NTSTATUS status = control_file(
        device, NULL, NULL, w, &w->status, IOCTL_AFD_POLL, &w->info, sizeof w->info, &w->info, sizeof w->info);
    check(status == 0 || status == PENDING, "IOCTL_AFD_POLL");
}

static void watch(struct watched *w) { arm(w); }

static int next_ready(struct watched **ready) {
    static OVERLAPPED_ENTRY entries[BATCH];
    ULONG count;
    check(GetQueuedCompletionStatusEx(port, entries, BATCH, &count, INFINITE, FALSE), "GetQueuedCompletionStatusEx");
    for (ULONG i = 0; i < count; i++) {
        ready[i] = (struct watched *)entries[i].lpOverlapped;
    }
    return count;
}

static void make_non_blocking(SOCKET s) {
    u_long on = 1;
    check(ioctlsocket(s, FIONBIO, &on) == 0, "FIONBIO");
}

static int would_block(void) { return WSAGetLastError() == WSAEWOULDBLOCK; }

#else

struct watched {
    SOCKET socket;
    enum task task;
};

static int device;

static void open_poller(void) { check((device = epoll_create1(EPOLL_CLOEXEC)) >= 0, "epoll_create1"); }

/* Epoll reports a socket as long as it is ready. */
static void arm(struct watched *w) { (void)w; }

static void watch(struct watched *w) {
    struct epoll_event event = {.events = w->task == SEND ? EPOLLOUT : EPOLLIN, .data.ptr = w};
    check(epoll_ctl(device, EPOLL_CTL_ADD, w->socket, &event) == 0, "epoll_ctl");
}

static int next_ready(struct watched **ready) {
    static struct epoll_event events[BATCH];
    int count = epoll_wait(device, events, BATCH, -1);
    check(count > 0, "epoll_wait");
    for (int i = 0; i < count; i++) {
        ready[i] = events[i].data.ptr;
    }
    return count;
}

static void make_non_blocking(SOCKET s) {
    check(fcntl(s, F_SETFL, fcntl(s, F_GETFL) | O_NONBLOCK) == 0, "O_NONBLOCK");
}

static int would_block(void) { return errno == EAGAIN; }

#endif

static void add(SOCKET s, enum task task) {
    struct watched *w = calloc(1, sizeof *w);
    check(w != NULL, "calloc");
    w->socket = s;
    w->task = task;
    make_non_blocking(s);
    watch(w);
}

static void drop(struct watched *w) {
    closesocket(w->socket);
    free(w);
}

static void accept_for(struct watched *w, enum task served) {
    SOCKET s = accept(w->socket, NULL, NULL);
    if (s != INVALID_SOCKET) {
        if (served == ACCEPT) {
            closesocket(s);
        } else {
            no_delay(s);
            add(s, served);
        }
    }
    arm(w);
}

static void echo(struct watched *w) {
    int n = recv(w->socket, buffer, sizeof buffer, 0);
    if (n <= 0) {
        drop(w);
    } else {
        check(send(w->socket, buffer, n, 0) == n, "send");
        arm(w);
    }
}

static void send_pieces(struct watched *w) {
    int n;
    while ((n = send(w->socket, buffer, sizeof buffer, 0)) == sizeof buffer) {
    }
    if (n < 0 && !would_block()) {
        drop(w);
    } else {
        arm(w);
    }
}

static void receive(struct watched *w) {
    int n = recv(w->socket, buffer, sizeof buffer, 0);
    if (n <= 0) {
        drop(w);
    } else {
        arm(w);
    }
}

static void answer(struct watched *w) {
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    int n = recvfrom(w->socket, buffer, sizeof buffer, 0, (struct sockaddr *)&peer, &length);
    if (n >= 0) {
        check(sendto(w->socket, buffer, n, 0, (struct sockaddr *)&peer, length) == n, "sendto");
    }
    arm(w);
}

static enum task served_in(const char *mode) {
    if (strcmp(mode, "accept") == 0) {
        return ACCEPT;
    }
    if (strcmp(mode, "udp") == 0) {
        return DATAGRAMS;
    }
    return strncmp(mode, "send", 4) == 0 ? SEND : strncmp(mode, "receive", 7) == 0 ? RECEIVE : ECHO;
}

void serve(const char *mode, SOCKET listener, SOCKET control) {
    struct watched *ready[BATCH];
    enum task served = served_in(mode);
    open_poller();
    add(control, CONTROL);
    add(listener, served == DATAGRAMS ? DATAGRAMS : ACCEPT);
    while (1) {
        int count = next_ready(ready);
        for (int i = 0; i < count; i++) {
            switch (ready[i]->task) {
                case CONTROL: return;
                case ACCEPT: accept_for(ready[i], served); break;
                case ECHO: echo(ready[i]); break;
                case SEND: send_pieces(ready[i]); break;
                case RECEIVE: receive(ready[i]); break;
                case DATAGRAMS: answer(ready[i]); break;
            }
        }
    }
}
