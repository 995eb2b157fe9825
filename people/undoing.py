"""The link in a mail about a change that somebody else made: it gives the account back."""

import msgspec
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from core.executor import in_database
from core.refused import Refused
from people import mails
from people.actions import accounts
from people.models import AccountChange
from protocol.api import refusal


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str


@require_POST
async def view(request: HttpRequest) -> HttpResponse:
    """Answer `{"reset": key}`: with it a new password is chosen at once."""
    try:
        asked = msgspec.json.decode(request.body, type=Key)
        reset = await in_database(undo, asked.key)
    except msgspec.MsgspecError:
        refused = Refused("bad_request", "Open the link in the mail again.", field="key")
    except Refused as error:
        refused = error
    else:
        return JsonResponse({"reset": reset})
    return refusal(refused)


def undo(key: str) -> str:
    try:
        days = mails.UNDO_DAYS * 86_400
        public_id = signing.loads(key, salt=mails.UNDO_SALT, max_age=days)
    except signing.BadSignature as error:
        raise Refused("not_found", "This link has expired, or is not whole.") from error
    change = AccountChange.objects.filter(public_id=public_id).first()
    if change is None:
        raise Refused("not_found", "This link has expired, or is not whole.")
    return mails.reset_key(accounts.undo(change))
