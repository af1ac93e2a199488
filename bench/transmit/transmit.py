"""The Python program that run.sh compares: the same command many times through pyscard's lowest level.

Arguments: number of round trips, number of those before, to warm up.
"""
import sys
import time

from smartcard.scard import (
    SCARD_PCI_T1, SCARD_PROTOCOL_T0, SCARD_PROTOCOL_T1, SCARD_SCOPE_SYSTEM, SCARD_SHARE_SHARED,
    SCardConnect, SCardEstablishContext, SCardListReaders, SCardReleaseContext, SCardTransmit)

count, warm_up = int(sys.argv[1]), int(sys.argv[2])
_, context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)
_, readers = SCardListReaders(context, [])
_, card, _ = SCardConnect(context, readers[0], SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1)
command = [0x00, 0xB0, 0x00, 0x00, 0x10]
nanos = []
for i in range(-warm_up, count):
    start = time.perf_counter_ns()
    rv, response = SCardTransmit(card, SCARD_PCI_T1, command)
    end = time.perf_counter_ns()
    if rv != 0 or len(response) != 18:
        sys.exit("SCardTransmit returned 0x%08X and %d bytes" % (rv & 0xFFFFFFFF, len(response)))
    if i >= 0:
        nanos.append(end - start)
SCardReleaseContext(context)
nanos.sort()
print("%-15s %8.2f %8.2f %8.2f %8s" % (
    "pyscard", nanos[count // 2] / 1e3, nanos[count // 10] / 1e3, nanos[int(count * 0.99)] / 1e3, "-"))
