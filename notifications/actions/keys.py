"""The key pair with which this installation signs its pushes, made when it is first needed."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from notifications.models import PushKey
from notifications.push import CURVE, encode, public_point


def push_key() -> ec.EllipticCurvePrivateKey:
    """Kept in the database: with another one every browser would have to subscribe anew."""
    row = PushKey.objects.filter(pk=1).first()
    if row is None:
        PushKey.objects.bulk_create([PushKey(private_pem=_new())], ignore_conflicts=True)
        row = PushKey.objects.get(pk=1)
    key = serialization.load_pem_private_key(row.private_pem.encode(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _new() -> str:
    return (
        ec.generate_private_key(CURVE)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def public_key() -> str:
    """What a browser subscribes with."""
    return encode(public_point(push_key()))
