"""Connects with PySCard to the first reader that has a card, selects the master file and presents a PIN."""
import sys

from smartcard.Exceptions import NoCardException
from smartcard.System import readers
from smartcard.scard import SCARD_LEAVE_CARD

for reader in readers():
    connection = reader.createConnection()
    try:
        connection.connect(disposition=SCARD_LEAVE_CARD)  # others may be using it
    except NoCardException:
        continue
    for command in ([0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00], [0x00, 0x20, 0x00, 0x01, 0x04, 0x34, 0x37, 0x31, 0x31]):
        data, sw1, sw2 = connection.transmit(command)
        print("%02X%02X" % (sw1, sw2))
    connection.disconnect()
    sys.exit(0)
sys.exit("no card")
