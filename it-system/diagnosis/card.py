#!/usr/bin/env python3
"""A card behind vpcd's protocol that answers by rules, for the corpus of puce diagnose.

    card.py PORT READY ATR RULE...       RULE: PREFIX=ANSWER[@SECONDS]  or  PREFIX=pull

The program makes the file READY when the reader has asked for the ATR. The first rule whose PREFIX (hex, may be empty) starts the command counts. SECONDS delays the answer. `pull` removes the
card. `PREFIX=A/B/C` gives the answers one after the other, and repeats the last one.
"""
import socket
import sys
import time

port, ready, atr = int(sys.argv[1]), sys.argv[2], bytes.fromhex(sys.argv[3])
rules = [rule.split("=", 1) for rule in sys.argv[4:]]
used = {}


def connect():
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            time.sleep(0.05)
    sys.exit("nothing listens at port %d" % port)


card = connect()


def receive(count):
    data = b""
    while len(data) < count:
        piece = card.recv(count - len(data))
        if not piece:
            sys.exit(0)
        data += piece
    return data


def answer(command):
    for prefix, answers in rules:
        if command.hex().upper().startswith(prefix):
            choices = answers.split("/")
            number = used.get(prefix, 0)
            used[prefix] = number + 1
            chosen, _, delay = choices[min(number, len(choices) - 1)].partition("@")
            if chosen == "pull":
                sys.exit(0)
            time.sleep(float(delay or 0))
            return bytes.fromhex(chosen)
    return bytes.fromhex("6D00")


while True:
    message = receive(int.from_bytes(receive(2), "big"))
    if len(message) == 1:
        if message[0] == 4:
            card.sendall(len(atr).to_bytes(2, "big") + atr)
            open(ready, "w").close()
        continue
    reply = answer(message)
    card.sendall(len(reply).to_bytes(2, "big") + reply)
