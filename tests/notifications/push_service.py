"""A push service and a browser, for tests: it takes what is sent, and the browser can read it."""

import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from notifications.actions.devices import register_device
from notifications.push import CURVE, encode, public_point
from notifications.verbs import DeviceRegistered, RegisterDevice
from people.models import SignIn, User


class Taken(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """`statuses` maps a browser's path to what it is answered; otherwise 201.

    While `answers` is cleared it hangs; `asked` is set as soon as somebody has come.
    """

    def __init__(self) -> None:
        service = self
        self.taken: list[Taken] = []
        self.statuses: dict[str, int] = {}
        self.asked, self.answers = threading.Event(), threading.Event()
        self.answers.set()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.taken.append(Taken(self.path, dict(self.headers), body))
                service.asked.set()
                service.answers.wait(20)
                self.send_response(service.statuses.get(self.path, 201))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Browser:
    """Has keys of its own, and decrypts as RFC 8291 says, by its own lines."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(CURVE)
        self._auth = b"sixteen bytes :)"
        self.p256dh, self.auth = encode(public_point(self._key)), encode(self._auth)

    def read(self, body: bytes) -> bytes:
        salt, (size, length) = body[:16], struct.unpack("!IB", body[16:21])
        point, record = body[21 : 21 + length], body[21 + length :]
        assert len(record) <= size
        sender = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
        shared = self._key.exchange(ec.ECDH(), sender)
        info = b"WebPush: info\x00" + public_point(self._key) + point
        secret = HKDF(hashes.SHA256(), 32, self._auth, info).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(secret)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(secret)
        padded = AESGCM(key).decrypt(nonce, record, None)
        text, _, rest = padded.rpartition(b"\x02")
        assert rest.strip(b"\x00") == b""
        return text


def subscribed(person: User, service: PushService, browser: Browser, path: str) -> str:
    """The browser's path at the service, other than anybody else's."""
    path = f"/{path}/{person.handle}"
    registers(person, f"http://{service.host}{path}", browser)
    return path


def registers(
    person: User, endpoint: str, browser: Browser, *, again: bool = False
) -> DeviceRegistered:
    """In a browser where they have just signed in."""
    ask = RegisterDevice(
        endpoint=endpoint,
        p256dh=browser.p256dh,
        auth=browser.auth,
        name="A phone",
        again=again,
    )
    return register_device(ask, by=person, sign_in=signed_in(person))


def signed_in(person: User) -> SignIn:
    return SignIn.objects.create(user=person, kind=SignIn.SESSION, name="A phone")
