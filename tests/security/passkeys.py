"""An authenticator without a browser: it makes passkeys, and signs whatever it is asked to."""

import hashlib
import json
import secrets
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256, CoseKey
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Passkey:
    """One credential; `id` may be chosen, as a thief would."""

    def __init__(self, id: bytes | None = None) -> None:
        self.id = id or secrets.token_bytes(32)
        self._key = ec.generate_private_key(ec.SECP256R1())

    def registered(self, options: Any, origin: str, rp: str = "") -> dict[str, Any]:
        """The answer to `creation_options`, from a page of this origin."""
        asked = options["publicKey"]
        public: CoseKey = ES256.from_cryptography_key(self._key.public_key())  # type: ignore[no-untyped-call]
        attested = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = self._data(rp or asked["rp"]["id"], PRESENT | VERIFIED | ATTESTED, bytes(attested))
        statement = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = _client("webauthn.create", asked["challenge"], origin)
        return self._answer(clientDataJSON=client, attestationObject=statement)

    def shown(self, options: Any, origin: str, rp: str = "", id: bytes = b"") -> dict[str, Any]:
        """The answer to `request_options`."""
        asked = options["publicKey"]
        data = self._data(rp or asked["rpId"], PRESENT | VERIFIED)
        client = _client("webauthn.get", asked["challenge"], origin)
        signed = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        answer = self._answer(clientDataJSON=client, authenticatorData=data, signature=signed)
        if id:
            answer["id"] = answer["rawId"] = websafe_encode(id)
        return answer

    @staticmethod
    def _data(rp: str, flags: int, more: bytes = b"") -> bytes:
        return hashlib.sha256(rp.encode()).digest() + struct.pack(">BI", flags, 1) + more

    def _answer(self, **response: bytes) -> dict[str, Any]:
        id = websafe_encode(self.id)
        return {
            "id": id,
            "rawId": id,
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": False}},
            "response": {name: websafe_encode(value) for name, value in response.items()},
        }


def _client(kind: str, challenge: str, origin: str) -> bytes:
    said = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
    return json.dumps(said).encode()
