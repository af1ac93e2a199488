# Registers and logs in with python3-fido2 (0.9.1, Debian 12), which verifies every signature. Prints one line per step.
from fido2.client import Fido2Client
from fido2.ctap import CtapError
from fido2.ctap1 import Ctap1
from fido2.ctap2 import Ctap2
from fido2.ctap2.pin import ClientPin, PinProtocolV1, PinProtocolV2
from fido2.pcsc import CtapPcscDevice
from fido2.server import Fido2Server

device = next(CtapPcscDevice.list_devices())
ctap = Ctap2(device)
server = Fido2Server({"id": "example.org", "name": "Example"}, attestation="direct")


def verification(pin):
    return "required" if pin else "discouraged"


def register(name, discoverable, pin=None):
    user = {"id": name.encode(), "name": name, "displayName": name}
    options, state = server.register_begin(user, resident_key=discoverable, user_verification=verification(pin))
    made = client.make_credential(options["publicKey"], pin=pin)
    data = server.register_complete(state, made.client_data, made.attestation_object)
    print("registered", name, "verified" if data.is_user_verified() else "present")
    return data.credential_data


def log_in(known, named, pin=None):
    options, state = server.authenticate_begin(known if named else None, user_verification=verification(pin))
    selection = client.get_assertion(options["publicKey"], pin=pin)
    for i in range(len(selection.get_assertions())):
        made = selection.get_response(i)
        server.authenticate_complete(
            state, known, made.credential_id, made.client_data, made.authenticator_data, made.signature)
        print("logged in", (made.user_handle or b"?").decode())


client = Fido2Client(device, "https://example.org")
log_in([register("ann", False)], True)
log_in([register("bob", True)], False)
for protocol in PinProtocolV1(), PinProtocolV2():
    ctap.reset()
    pins = ClientPin(ctap, protocol)
    pins.set_pin("1234")
    try:
        pins.get_pin_token("9999")
    except CtapError as error:
        print(error.code.name, pins.get_pin_retries()[0])
    pins.change_pin("1234", "correct horse")
    client = Fido2Client(device, "https://example.org")
    known = [register(name, True, "correct horse") for name in ("cat", "dan")]
    log_in(known, False, "correct horse")

application, challenge = b"a" * 32, b"c" * 32
u2f = Ctap1(device)
registered = u2f.register(challenge, application)
registered.verify(application, challenge)
signed = u2f.authenticate(challenge, application, registered.key_handle)
signed.verify(application, challenge, registered.public_key)
print(u2f.get_version(), signed.counter)
