"""Web push: a message for one browser, encrypted so that its push service cannot read it.

RFC 8291 (keys) over RFC 8188 (one record of aes128gcm), signed as RFC 8292 (VAPID) says.
"""

import base64
import hashlib
import http.client
import json
import os
import ssl
import struct
import time
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

CURVE = ec.SECP256R1()
#: The push services of the browsers; what else a client names is not called.
SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "notify.windows.com",
    "web.push.apple.com",
)
RECORD = 4096
#: The longest text that every service takes, before encryption.
LONGEST = 3000
TIMEOUT = 10
TWELVE_HOURS = 12 * 3600


class Subscription(NamedTuple):
    endpoint: str
    p256dh: str
    auth: str


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_push_service(address: SplitResult) -> bool:
    """Whether this is a known service over https; tests may allow others by name."""
    host = address.hostname or ""
    if address.netloc in settings.PUSH_HOSTS:
        return address.scheme in ("http", "https")
    known = any(host == name or host.endswith(f".{name}") for name in SERVICES)
    return known and address.scheme == "https" and address.netloc == host


def are_keys(p256dh: str, auth: str) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(p256dh))
        return len(decode(auth)) == 16
    except ValueError:
        return False


def encrypted(message: bytes, to: Subscription) -> bytes:
    assert len(message) <= LONGEST
    return sealed(message, to, ours=ec.generate_private_key(CURVE), salt=os.urandom(16))


def sealed(
    message: bytes, to: Subscription, *, ours: ec.EllipticCurvePrivateKey, salt: bytes
) -> bytes:
    """The body of the request: salt, record size, our key of this once, and one record."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(to.p256dh))
    point = public_point(ours)
    info = b"WebPush: info\0" + decode(to.p256dh) + point
    secret = _derived(ours.exchange(ec.ECDH(), theirs), decode(to.auth), info, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    record = AESGCM(key).encrypt(nonce, message + b"\x02", None)
    return salt + struct.pack("!IB", RECORD, len(point)) + point + record


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def topic(thing: str) -> str:
    """All that a service may know of a thing: whether another push is about it, too."""
    return encode(hashlib.sha256(thing.encode()).digest())[:32]


def signature(endpoint: str, key: ec.EllipticCurvePrivateKey) -> str:
    """The Authorization header: who sends, so that a service knows whom to ask."""
    address = urlsplit(endpoint)
    claims = {
        "aud": f"{address.scheme}://{address.netloc}",
        "exp": int(time.time()) + TWELVE_HOURS,
        "sub": settings.PUSH_CONTACT,
    }
    parts = [{"typ": "JWT", "alg": "ES256"}, claims]
    signed = ".".join(encode(json.dumps(part).encode()) for part in parts)
    r, s = utils.decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    token = f"{signed}.{encode(r.to_bytes(32) + s.to_bytes(32))}"
    return f"vapid t={token}, k={encode(public_point(key))}"


def send(
    message: bytes,
    to: Subscription,
    key: ec.EllipticCurvePrivateKey,
    *,
    topic: str,
    ttl: int,
    urgent: bool,
) -> int:
    """The status that the service answers; after `ttl` seconds it forgets the message.

    `topic`: of two messages with one topic a browser that was away gets the newer one.
    """
    address = urlsplit(to.endpoint)
    assert is_push_service(address)
    connection = _connection(address)
    try:
        connection.request(
            "POST",
            address.path + (f"?{address.query}" if address.query else ""),
            encrypted(message, to),
            {
                "Authorization": signature(to.endpoint, key),
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(ttl),
                "Topic": topic,
                "Urgency": "high" if urgent else "normal",
            },
        )
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _connection(address: SplitResult) -> http.client.HTTPConnection:
    assert address.hostname is not None
    if address.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(
            address.hostname, address.port, timeout=TIMEOUT, context=context
        )
    return http.client.HTTPConnection(address.hostname, address.port, timeout=TIMEOUT)
