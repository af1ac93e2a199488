"""Becomes a daemon that finds its listening socket at file descriptor 3, as systemd passes it.

Such a pcscd serves any path and needs no privileges. Arguments: path of the socket, command of the daemon."""

import os
import socket
import sys

LISTEN_FDS_START = 3

path, command = sys.argv[1], sys.argv[2:]
listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
listener.bind(path)
os.chmod(path, 0o666)
listener.listen(128)
if listener.fileno() == LISTEN_FDS_START:
    os.set_inheritable(LISTEN_FDS_START, True)
else:
    os.dup2(listener.fileno(), LISTEN_FDS_START)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execvp(command[0], command)
