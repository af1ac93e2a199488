# Registers and logs in with python3-fido2 (0.9.1 of Debian 12, 1.2.0 of Debian 13), which verifies every signature.
# Prints one line per step.
import fido2
from fido2.client import Fido2Client
from fido2.ctap import CtapError
from fido2.ctap1 import Ctap1
from fido2.ctap2 import Ctap2
from fido2.ctap2.pin import ClientPin, PinProtocolV1, PinProtocolV2
from fido2.pcsc import CtapPcscDevice
from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialRpEntity, PublicKeyCredentialUserEntity

IS_OLD = fido2.__version__.startswith("0.")
PIN = "correct horse"

device = next(CtapPcscDevice.list_devices())
ctap = Ctap2(device)
server = Fido2Server(PublicKeyCredentialRpEntity(id="example.org", name="Example"), attestation="direct")


def connect():
    if IS_OLD:
        return Fido2Client(device, "https://example.org")
    from fido2.client import UserInteraction

    class Pin(UserInteraction):
        def request_pin(self, permissions, rp_id):
            return PIN

    return Fido2Client(device, "https://example.org", user_interaction=Pin())


def with_pin(pin):
    return {"pin": pin} if IS_OLD else {}


def verification(pin):
    return "required" if pin else "discouraged"


def register(name, discoverable, pin=None):
    user = PublicKeyCredentialUserEntity(id=name.encode(), name=name, display_name=name)
    resident = {"resident_key": discoverable} if IS_OLD else {
        "resident_key_requirement": "required" if discoverable else "discouraged"}
    options, state = server.register_begin(user, user_verification=verification(pin), **resident)
    made = client.make_credential(options["publicKey"], **with_pin(pin))
    data = server.register_complete(state, made.client_data, made.attestation_object)
    print("registered", name, "verified" if data.is_user_verified() else "present")
    return data.credential_data


def log_in(known, named, pin=None):
    options, state = server.authenticate_begin(known if named else None, user_verification=verification(pin))
    selection = client.get_assertion(options["publicKey"], **with_pin(pin))
    for i in range(len(selection.get_assertions())):
        made = selection.get_response(i)
        server.authenticate_complete(
            state, known, made.credential_id, made.client_data, made.authenticator_data, made.signature)
        print("logged in", (made.user_handle or b"?").decode())


client = connect()
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
    pins.change_pin("1234", PIN)
    client = connect()
    known = [register(name, True, PIN) for name in ("cat", "dan")]
    log_in(known, False, PIN)

application, challenge = b"a" * 32, b"c" * 32
u2f = Ctap1(device)
registered = u2f.register(challenge, application)
registered.verify(application, challenge)
signed = u2f.authenticate(challenge, application, registered.key_handle)
signed.verify(application, challenge, registered.public_key)
print(u2f.get_version(), signed.counter)
