"""The example that RFC 8291 publishes (section 5), to the last byte."""

from cryptography.hazmat.primitives.asymmetric import ec

from notifications.push import CURVE, Subscription, decode, encode, sealed

MESSAGE = b"When I grow up, I want to be a watermelon"
RECEIVER = Subscription(
    endpoint="https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
    p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth="BTBZMqHH6r4Tts7J_aSIgg",
)
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tl"
    "zAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-"
    "fN"
)


def test_the_published_example() -> None:
    ours = ec.derive_private_key(int.from_bytes(decode(SENDER)), CURVE)
    assert encode(sealed(MESSAGE, RECEIVER, ours=ours, salt=decode(SALT))) == BODY
