"""A program in Python against a PC/SC service: monitors, observers, sharing, exclusive use, transactions.

Prints one line per fact. Reads lines on standard input to know when the other side has done something."""
import sys
import threading

from smartcard.CardMonitoring import CardMonitor, CardObserver
from smartcard.Exceptions import CardConnectionException, NoCardException
from smartcard.ExclusiveConnectCardConnection import ExclusiveConnectCardConnection
from smartcard.ExclusiveTransmitCardConnection import ExclusiveTransmitCardConnection
from smartcard.ReaderMonitoring import ReaderMonitor, ReaderObserver
from smartcard.System import readers
from smartcard.pcsc.PCSCExceptions import ListReadersException
from smartcard.scard import (
    INFINITE, SCARD_E_INSUFFICIENT_BUFFER, SCARD_LEAVE_CARD, SCARD_PROTOCOL_ANY, SCARD_SCOPE_USER, SCARD_SHARE_SHARED,
    SCARD_STATE_UNAWARE, SCardBeginTransaction, SCardCancel, SCardConnect, SCardDisconnect, SCardEndTransaction, SCardEstablishContext,
    SCardGetStatusChange, SCardReleaseContext)
from smartcard.util import toHexString


def say(*words):
    print(*words, flush=True)


class Cards(CardObserver):
    def update(self, observable, actions):
        added, removed = actions
        for card in added:
            say('card added', toHexString(card.atr))
        for card in removed:
            say('card removed', toHexString(card.atr))


class Readers(ReaderObserver):
    def update(self, observable, actions):
        added, removed = actions
        for reader in added:
            say('reader added', reader)
        for reader in removed:
            say('reader removed', reader)


reader = readers()[0]
say('reader', reader)

connection = reader.createConnection()
connection.connect()
data, sw1, sw2 = connection.transmit([0x00, 0x01, 0x00, 0x00, 0x03, 1, 2, 3])
say('shared', toHexString(data), '%02X%02X' % (sw1, sw2))
try:
    ExclusiveConnectCardConnection(reader.createConnection()).connect()
    say('exclusive beside shared: possible')
except CardConnectionException:
    say('exclusive beside shared: refused')
connection.disconnect()

exclusive = ExclusiveConnectCardConnection(reader.createConnection())
exclusive.connect()
try:
    reader.createConnection().connect()
    say('shared beside exclusive: possible')
except CardConnectionException:
    say('shared beside exclusive: refused')
exclusive.disconnect()

locked = ExclusiveTransmitCardConnection(reader.createConnection())
locked.connect()
locked.lock()
waited = threading.Event()


def contend():
    _, context = SCardEstablishContext(SCARD_SCOPE_USER)
    code, card, _ = SCardConnect(context, str(reader), SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY)
    code = SCardBeginTransaction(card)
    say('transaction of the other', code)
    SCardEndTransaction(card, SCARD_LEAVE_CARD)
    SCardDisconnect(card, SCARD_LEAVE_CARD)
    SCardReleaseContext(context)
    waited.set()


thread = threading.Thread(target=contend)
thread.start()
say('the other waits', not waited.wait(0.3))
locked.unlock()
thread.join()
locked.disconnect()

_, context = SCardEstablishContext(SCARD_SCOPE_USER)
_, states = SCardGetStatusChange(context, 0, [(str(reader), SCARD_STATE_UNAWARE)])
ended = threading.Event()


def cancel():
    """Cancels until the wait ends, because a cancellation before the wait has no effect."""
    while not ended.wait(0.2):
        SCardCancel(context)


canceller = threading.Thread(target=cancel)
canceller.start()
code, _ = SCardGetStatusChange(context, 30000, [(str(reader), states[0][1])])
ended.set()
say('cancelled', '%08X' % (code & 0xFFFFFFFF))
canceller.join()
SCardReleaseContext(context)


def readers_asked_again():
    """A reader that is added between SCardListReaders for the size and for the names ends pyscard's monitor."""
    try:
        return readers()
    except ListReadersException as e:
        if e.hresult & 0xFFFFFFFF != SCARD_E_INSUFFICIENT_BUFFER & 0xFFFFFFFF:
            raise
        return readers()


card_monitor, reader_monitor = CardMonitor(), ReaderMonitor(readerProc=readers_asked_again, period=0.1)
cards, observed = Cards(), Readers()
card_monitor.addObserver(cards)
reader_monitor.addObserver(observed)
say('monitoring')
for line in sys.stdin:
    if line.strip() == 'end':
        break
card_monitor.deleteObserver(cards)
reader_monitor.deleteObserver(observed)
try:
    readers()[0].createConnection().connect()
except NoCardException:
    say('no card')
