# Prints what pyscard's ATR class says about every ATR on standard input: columns separated by TABs.
import sys

from smartcard.ATR import ATR

for line in sys.stdin:
    atr = ATR([int(pair, 16) for pair in line.split()])
    checksum = atr.getChecksum()
    print(
        line.strip(),
        atr.getClockRateConversion(),
        atr.getBitRateFactor(),
        atr.getGuardTime(),
        ",".join(sorted(name for name, offered in atr.getSupportedProtocols().items() if offered)),
        "".join("%02X" % byte for byte in atr.getHistoricalBytes()),
        "none" if checksum is None else "%02X" % checksum,
        "none" if checksum is None else atr.checksumOK,
        sep="\t",
    )
