"""The Python program that run.sh compares: the same command through pyscard's lowest level, as often as each line of
its standard input says; prints the median and the mean round trip of each line in nanoseconds, and - for allocation.
"""
import sys
import time

from smartcard.scard import (
    SCARD_PCI_T1, SCARD_PROTOCOL_T0, SCARD_PROTOCOL_T1, SCARD_SCOPE_SYSTEM, SCARD_SHARE_SHARED,
    SCardConnect, SCardEstablishContext, SCardListReaders, SCardReleaseContext, SCardTransmit)

_, context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)
_, readers = SCardListReaders(context, [])
_, card, _ = SCardConnect(context, readers[0], SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1)
command = [0x00, 0xB0, 0x00, 0x00, 0x10]
for line in sys.stdin:
    count = int(line)
    nanos = []
    begin = time.perf_counter_ns()
    for _ in range(count):
        start = time.perf_counter_ns()
        rv, response = SCardTransmit(card, SCARD_PCI_T1, command)
        nanos.append(time.perf_counter_ns() - start)
        if rv != 0 or len(response) != 18:
            sys.exit("SCardTransmit returned 0x%08X and %d bytes" % (rv & 0xFFFFFFFF, len(response)))
    mean = (time.perf_counter_ns() - begin) // count
    nanos.sort()
    print(nanos[count // 2], mean, "-", flush=True)
SCardReleaseContext(context)
