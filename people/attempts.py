"""How often a password may be guessed: counted so that a guesser never locks out the owner.

Whoever guesses is counted by the account *and* their own address, so that the owner comes in from
anywhere else. For many guessers at many addresses there is a limit for the account as a whole; it
does not hold for a browser from which its owner has signed in before, nor after a new password
from a mail. So the owner always has a way in, and a guesser never has more than a few tries.
"""

import hashlib

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.http import HttpRequest

from people import addresses, devices
from protocol.addresses import household, of_request

APP = "allauth.account"
KNOWN, STRANGE, WHOLE = "known_device", "strange_device", "whole_account"
RATES = {
    KNOWN: "10/5m/key",
    STRANGE: "20/m/ip,5/5m/key",
    WHOLE: "100/h/key",
}


def take(request: HttpRequest, address: str) -> RateLimitUsage | None:
    """Count one try; None if there have been too many. A right password gives it back."""
    known = _known_device(request, address)
    if known:
        return _consume(request, KNOWN, f"{address}:{known}")
    here = _consume(request, STRANGE, f"{address}:{household(of_request(request))}")
    whole = here and _consume(request, WHOLE, address)
    if here and not whole:
        here.rollback()
    return RateLimitUsage(usage=[*here.usage, *whole.usage]) if here and whole else None


def forget(request: HttpRequest, address: str) -> None:
    """The owner has chosen a new password by a link in a mail: nothing that was guessed counts."""
    ratelimit.clear(request, app=APP, action=WHOLE, config=RATES, key=address)
    here = f"{address}:{household(of_request(request))}"
    ratelimit.clear(request, app=APP, action=STRANGE, config=RATES, key=here)


def _consume(request: HttpRequest, action: str, key: str) -> RateLimitUsage | None:
    usage: RateLimitUsage | None = ratelimit.consume(
        request, app=APP, action=action, config=RATES, key=key
    )
    return usage


def _known_device(request: HttpRequest, address: str) -> str:
    """What this browser is counted by, if the account's owner has signed in from it before."""
    user = addresses.account_for_sign_in(address)
    if user is None or not devices.is_known(request, user):
        return ""
    return hashlib.sha256(devices.cookie(request).encode()).hexdigest()
