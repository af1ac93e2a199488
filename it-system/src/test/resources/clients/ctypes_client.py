"""Opens libpcsclite with dlopen and dlsym, so that a preloaded library is never asked. Prints the readers."""
import ctypes

pcsc = ctypes.CDLL("libpcsclite.so.1")
context = ctypes.c_long()
assert pcsc.SCardEstablishContext(2, None, None, ctypes.byref(context)) == 0
size = ctypes.c_ulong(4096)
readers = ctypes.create_string_buffer(size.value)
assert pcsc.SCardListReaders(context, None, readers, ctypes.byref(size)) == 0
for reader in readers.raw[: size.value].split(b"\0"):
    if reader:
        print(reader.decode())
assert pcsc.SCardReleaseContext(context) == 0
