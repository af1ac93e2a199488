"""A daemon that asks polkit about everybody who connects, in the way of a pcscd that was built with polkit: by the process and
the user that the kernel names, for the action org.debian.pcsc-lite.access_pcsc. Answers "served" or "turned away" and hangs up.
Argument: path of the socket."""

import os
import socket
import struct
import subprocess
import sys

path = sys.argv[1]
listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
listener.bind(path + ".unready")
os.chmod(path + ".unready", 0o666)
listener.listen(16)
os.rename(path + ".unready", path)  # who sees the path can connect
while True:
    client, _ = listener.accept()
    with client:
        pid, uid, _ = struct.unpack("3i", client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        check = ["pkcheck", "--action-id", "org.debian.pcsc-lite.access_pcsc", "--process", f"{pid},0,{uid}"]
        allowed = subprocess.run(check, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
        try:
            client.sendall(b"served\n" if allowed else b"turned away\n")
        except OSError:
            pass  # it only looked whether we are there
