"""How a notification leaves the house: by mail or by push. No row is read or written here."""

import http.client
import logging
import smtplib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from notifications import mail, push
from notifications.models import Device, Quiet
from notifications.payload import payload
from notifications.words import Attachment, Words
from people.models import User

logger = logging.getLogger(__name__)

#: Pushes on their way at once, from one postman.
AT_ONCE = 16
TWELVE_HOURS = 12 * 3600


class Parcel(NamedTuple):
    """A delivery with all that its carrier needs."""

    id: str
    kind: str
    hat: str
    about: str
    urgent: bool
    user: User
    words: Words
    #: What somebody else has written.
    quote: str = ""
    devices: Sequence[Device] = ()
    quiet: Quiet | None = None
    #: How much is new in all, for the icon.
    unread: int = 0
    #: Things that are read or over: their pushes are taken away by this one.
    read: Sequence[str] = ()
    expires_at: datetime | None = None
    #: Of a mail.
    attached: Attachment | None = None


class Outcome(NamedTuple):
    """`problem` None: it went out. `final`: trying again would not help.

    `gone`: devices whose push service does not know them any more; `used`: those it reached.
    """

    problem: str | None = None
    final: bool = False
    gone: Sequence[int] = ()
    used: Sequence[int] = ()


def by_mail(parcels: Sequence[Parcel], in_time: Callable[[], bool]) -> list[Outcome | None]:
    """Over one connection, one after the other; None for those that there was no time for."""
    if not parcels:
        return []
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return [Outcome(f"the mail server does not answer: {error!r}")] * len(parcels)
    try:
        return [_mailed(parcel, connection) if in_time() else None for parcel in parcels]
    finally:
        connection.close()


def _mailed(parcel: Parcel, connection: BaseEmailBackend) -> Outcome:
    try:
        mail.compose(parcel, connection).send()
    except smtplib.SMTPRecipientsRefused as refused:
        [(code, _)] = refused.recipients.values()
        return Outcome(f"the mail server refused the address: {code}", final=code >= 500)
    except smtplib.SMTPSenderRefused as error:
        return Outcome(f"the mail server does not take mail from us: {error.smtp_code}")
    except smtplib.SMTPResponseException as error:
        final = error.smtp_code >= 500
        return Outcome(f"the mail server said {error.smtp_code}", final=final)
    except (OSError, smtplib.SMTPException) as error:
        connection.close()
        return Outcome(f"the mail server broke off: {type(error).__name__}")
    except ValueError as error:
        return Outcome(f"no mail can be made of it: {error}", final=True)
    except Exception as error:
        logger.exception("no mail can be made of delivery %s", parcel.id)
        return Outcome(f"no mail can be made of it: {type(error).__name__}")
    return Outcome()


def by_push(
    parcels: Sequence[Parcel],
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    in_time: Callable[[], bool],
) -> list[Outcome | None]:
    """So many at once; None for those that there was no time for."""
    if not parcels:
        return []
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="push") as pool:
        return list(pool.map(lambda parcel: _pushed(parcel, key, now, in_time), parcels))


def _pushed(
    parcel: Parcel, key: ec.EllipticCurvePrivateKey, now: datetime, in_time: Callable[[], bool]
) -> Outcome | None:
    """To every browser of the person; it has arrived when one of them has taken it."""
    gone: list[int] = []
    used: list[int] = []
    problems: list[str] = []
    for device in parcel.devices:
        if not in_time():
            if not used and not problems:
                return None
            break
        if not push.is_push_service(urlsplit(device.endpoint)):
            gone.append(device.pk)
            continue
        try:
            status = _sent(parcel, device, key, now)
        except (OSError, http.client.HTTPException) as error:
            problems.append(f"the push service does not answer: {type(error).__name__}")
        except Exception as error:
            logger.exception("no push can be made of delivery %s", parcel.id)
            problems.append(f"no push can be made of it: {type(error).__name__}")
        else:
            if status in (404, 410):
                gone.append(device.pk)
            elif 200 <= status < 300:
                used.append(device.pk)
            else:
                problems.append(f"the push service said {status}")
    problem = None if used or not problems else "; ".join(problems)
    return Outcome(problem, gone=gone, used=used)


def _sent(parcel: Parcel, device: Device, key: ec.EllipticCurvePrivateKey, now: datetime) -> int:
    left = TWELVE_HOURS
    if parcel.expires_at is not None:
        left = max(0, min(left, int((parcel.expires_at - now).total_seconds())))
    to = push.Subscription(device.endpoint, device.p256dh, device.auth)
    topic = push.topic(f"{parcel.user.public_id}/{parcel.about}")
    return push.send(payload(parcel), to, key, topic=topic, ttl=left, urgent=parcel.urgent)
