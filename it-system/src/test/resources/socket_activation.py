"""Does with a daemon what systemd does with a socket unit: keeps the listening socket, and starts the daemon with it
as file descriptor 3 whenever a client connects and no daemon runs. Arguments: path of the socket, command."""

import os
import select
import signal
import socket
import sys

LISTEN_FDS_START = 3

path, command = sys.argv[1], sys.argv[2:]
daemon = 0


def end(*_):
    if daemon:
        os.kill(daemon, signal.SIGKILL)
    os._exit(0)


signal.signal(signal.SIGTERM, end)
listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
listener.bind(path + ".unready")
listener.listen(16)
os.rename(path + ".unready", path)  # who sees the path can connect
while True:
    select.select([listener], [], [])
    daemon = os.fork()
    if daemon == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if listener.fileno() == LISTEN_FDS_START:
            os.set_inheritable(LISTEN_FDS_START, True)
        else:
            os.dup2(listener.fileno(), LISTEN_FDS_START)
        os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
        os.execvp(command[0], command)
    os.waitpid(daemon, 0)
    daemon = 0
