/*
 * Hands a connection back and forth between two processes, as the documentation of the operating system has it:
 * WSADuplicateSocketW and WSASocketW on Windows, SCM_RIGHTS elsewhere. Each time it moves, the new owner writes a byte,
 * and waits for one before it hands the connection on.
 */
#include "reference.h"

static void send_all(SOCKET s, const void *bytes, int length) {
    for (int sent = 0; sent < length;) {
        int n = send(s, (const char *)bytes + sent, length - sent, 0);
        check(n > 0, "send");
        sent += n;
    }
}

/* 0 if the connection ends instead. */
static int receive_all(SOCKET s, void *bytes, int length) {
    for (int received = 0; received < length;) {
        int n = recv(s, (char *)bytes + received, length - received, 0);
        if (n == 0) {
            return 0;
        }
        check(n > 0, "recv");
        received += n;
    }
    return 1;
}

static SOCKET accept_one(SOCKET listener) {
    SOCKET s = accept(listener, NULL, NULL);
    check(s != INVALID_SOCKET, "accept");
    no_delay(s);
    return s;
}

#ifdef _WIN32

static void give(SOCKET link, SOCKET s, unsigned partner) {
    WSAPROTOCOL_INFOW info;
    check(WSADuplicateSocketW(s, partner, &info) == 0, "WSADuplicateSocketW");
    send_all(link, &info, sizeof info);
}

/* INVALID_SOCKET when the other process has gone. */
static SOCKET take(SOCKET link) {
    WSAPROTOCOL_INFOW info;
    if (!receive_all(link, &info, sizeof info)) {
        return INVALID_SOCKET;
    }
    SOCKET s = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, WSA_FLAG_OVERLAPPED);
    check(s != INVALID_SOCKET, "WSASocketW");
    return s;
}

#else

static void give(SOCKET link, SOCKET s, unsigned partner) {
    char byte = 0;
    char control[CMSG_SPACE(sizeof s)] = {0};
    struct iovec vector = {&byte, 1};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof s);
    memcpy(CMSG_DATA(rights), &s, sizeof s);
    check(sendmsg(link, &message, 0) == 1, "sendmsg");
    (void)partner;
}

static SOCKET take(SOCKET link) {
    SOCKET s;
    char byte;
    char control[CMSG_SPACE(sizeof s)];
    struct iovec vector = {&byte, 1};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    ssize_t n = recvmsg(link, &message, MSG_CMSG_CLOEXEC);
    if (n == 0) {
        return INVALID_SOCKET;
    }
    check(n == 1 && CMSG_FIRSTHDR(&message) != NULL, "recvmsg");
    memcpy(&s, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof s);
    return s;
}

#endif

/* Until the connection or the other process ends. */
static void hand_back_and_forth(SOCKET link, SOCKET s, unsigned partner) {
    char byte = 1;
    while (s != INVALID_SOCKET || (s = take(link)) != INVALID_SOCKET) {
        send_all(s, &byte, 1);
        if (!receive_all(s, &byte, 1)) {
            return;
        }
        give(link, s, partner);
        closesocket(s);
        s = INVALID_SOCKET;
    }
}

#ifdef _WIN32

/* Returns the link to it. */
static SOCKET start_partner(const char *program, unsigned *partner) {
    int port;
    unsigned id = own_id();
    char command[1024];
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    SOCKET listener = listen_on_any(SOCK_STREAM, &port);
    snprintf(command, sizeof command, "\"%s\" - %d", program, port);
    check(CreateProcessA(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process), "CreateProcess");
    SOCKET link = accept_one(listener);
    send_all(link, &id, sizeof id);
    check(receive_all(link, partner, sizeof *partner), "the partner's process id");
    return link;
}

int be_partner(int port) {
    unsigned first, id = own_id();
    SOCKET link = connect_to(port);
    send_all(link, &id, sizeof id);
    check(receive_all(link, &first, sizeof first), "the first process's id");
    hand_back_and_forth(link, INVALID_SOCKET, first);
    return 0;
}

#else

static SOCKET start_partner(const char *program, unsigned *partner) {
    int link[2];
    check(socketpair(AF_UNIX, SOCK_STREAM, 0, link) == 0, "socketpair");
    int child = fork();
    check(child >= 0, "fork");
    if (child == 0) {
        close(link[0]);
        hand_back_and_forth(link[1], INVALID_SOCKET, getppid());
        exit(0);
    }
    close(link[1]);
    *partner = child;
    (void)program;
    return link[0];
}

int be_partner(int port) {
    (void)port;
    return 2;
}

#endif

static SOCKET link_to_partner;
static unsigned partner;

SOCKET begin_hand_off(const char *program, int *port) {
    link_to_partner = start_partner(program, &partner);
    return listen_on_any(SOCK_STREAM, port);
}

void hand_off(SOCKET listener) { hand_back_and_forth(link_to_partner, accept_one(listener), partner); }
