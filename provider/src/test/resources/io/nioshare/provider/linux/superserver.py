"""Starts a program with sockets, as inetd (how: stdin) and systemd (how: listen_fds) do, and is their client.

superserver.py HOW SOCKET[,SOCKET...] PROGRAM ARGUMENT...

A socket is listener, connection or udp, and 4 or 6 for the version of IP, or it is listener-unix or pair. For each, a line says what came back.
"""
import fcntl
import os
import shutil
import signal
import socket
import sys
import tempfile

LIMIT_SECONDS = 30
FIRST_PASSED = 3
OUT_OF_THE_WAY = 100


def read_all(client):
    said = b""
    while part := client.recv(100):
        said += part
    return said


def talk(client):
    client.settimeout(LIMIT_SECONDS)
    client.sendall(b"hello")
    return read_all(client)


def prepare_within_host(name):
    if name == "pair":
        given, client = socket.socketpair()
        return given, lambda: talk(client)
    path = os.path.join(tempfile.mkdtemp(), "listener")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()

    def answer():
        client = socket.socket(socket.AF_UNIX)
        client.connect(path)
        shutil.rmtree(os.path.dirname(path))
        return talk(client)

    return listener, answer


def prepare(name):
    if name in ("pair", "listener-unix"):
        return prepare_within_host(name)
    family = socket.AF_INET6 if name.endswith("6") else socket.AF_INET
    host = "::1" if name.endswith("6") else "127.0.0.1"
    if name.startswith("udp"):
        given = socket.socket(family, socket.SOCK_DGRAM)
        given.bind((host, 0))
        client = socket.socket(family, socket.SOCK_DGRAM)
        client.settimeout(LIMIT_SECONDS)
        client.sendto(b"hello", given.getsockname())
        return given, lambda: client.recv(100)
    listener = socket.create_server((host, 0), family=family)
    address = listener.getsockname()[:2]
    if name.startswith("listener"):
        return listener, lambda: talk(socket.create_connection(address))
    client = socket.create_connection(address)
    return listener.accept()[0], lambda: talk(client)


def become(how, given, program):
    moved = [fcntl.fcntl(each.fileno(), fcntl.F_DUPFD_CLOEXEC, OUT_OF_THE_WAY) for each in given]
    if how == "stdin":
        os.dup2(moved[0], 0)
        os.dup2(moved[0], 1)
    else:
        for number, descriptor in enumerate(moved, FIRST_PASSED):
            os.dup2(descriptor, number)
        os.environ["LISTEN_PID"] = str(os.getpid())
        os.environ["LISTEN_FDS"] = str(len(moved))
    os.execvp(program[0], program)


how, names, program = sys.argv[1], sys.argv[2].split(","), sys.argv[3:]
prepared = [prepare(name) for name in names]
child = os.fork()
if child == 0:
    become(how, [given for given, _ in prepared], program)
try:
    for given, _ in prepared:
        given.close()
    for _, answer in prepared:
        print(answer().decode())
    print("gone" if os.waitpid(child, os.WNOHANG)[0] else "alive")
finally:
    os.kill(child, signal.SIGKILL)
