"""Winsock's own way of sharing sockets, as Python's standard library has it.

Takes one command a line on standard input and answers each with one line: "ok" and a result, or "error" and why.
"""
import _overlapped
import base64
import os
import socket
import sys

LIMIT_SECONDS = 20

sockets = {}
ports = {}


def take(name, token):
    """The socket that another process exported to this one."""
    sockets[name] = socket.fromshare(base64.b64decode(token))
    # Python believes that it blocks; the mode came along with the socket and may be another one.
    sockets[name].setblocking(True)
    return "%s %s" % (sockets[name].family.name, sockets[name].type.name)


def share(name, pid):
    """What the process needs for a socket of its own."""
    return base64.b64encode(sockets[name].share(int(pid))).decode()


def connect(name, port):
    sockets[name] = socket.create_connection(("127.0.0.1", int(port)), LIMIT_SECONDS)
    sockets[name].settimeout(None)
    return ""


def listen(name):
    sockets[name] = socket.create_server(("127.0.0.1", 0))
    return str(sockets[name].getsockname()[1])


def accept(name, accepted):
    sockets[accepted] = sockets[name].accept()[0]
    return ""


def send(name, text):
    sockets[name].sendall(text.encode())
    return ""


def receive(name, count):
    """As many bytes as that, or fewer when the stream ends before."""
    received = b""
    while len(received) < int(count):
        part = sockets[name].recv(int(count) - len(received))
        if not part:
            break
        received += part
    return received.decode()


def echo(name, count):
    """Sends back as many bytes as that, as they come."""
    left = int(count)
    while left > 0:
        part = sockets[name].recv(min(left, 65536))
        if not part:
            break
        sockets[name].sendall(part)
        left -= len(part)
    return str(int(count) - left)


def port(name):
    """A completion port for the socket, as asyncio has one."""
    ports[name] = _overlapped.CreateIoCompletionPort(_overlapped.INVALID_HANDLE_VALUE, 0, 0, 1)
    _overlapped.CreateIoCompletionPort(sockets[name].fileno(), ports[name], 0, 0)
    return ""


def packet(name):
    """What has come to the port, if anything has."""
    return str(_overlapped.GetQueuedCompletionStatus(ports[name], 300))


def getsockopt(name, option):
    level = socket.IPPROTO_TCP if option.startswith("TCP_") else socket.SOL_SOCKET
    return str(sockets[name].getsockopt(level, getattr(socket, option)))


def close(name):
    sockets.pop(name).close()
    return ""


def pid():
    return str(os.getpid())


COMMANDS = {
    function.__name__: function
    for function in (take, share, connect, listen, accept, send, receive, echo, port, packet, getsockopt, close, pid)
}


def main():
    for line in sys.stdin:
        words = line.rstrip("\r\n").split(" ")
        try:
            answer = "ok " + COMMANDS[words[0]](*words[1:])
        except Exception as error:
            answer = "error %r" % error
        print(answer, flush=True)


main()
