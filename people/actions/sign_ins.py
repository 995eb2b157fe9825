"""API tokens, and ending sign-ins: only at a browser that has entered the password again lately."""

from datetime import timedelta

from django.conf import settings

from core import clock
from core.refused import Refused, beyond_scope, not_found
from people import actions, tokens
from people.actions import accounts
from people.models import SignIn, User
from people.verbs import CreateToken, Done, SignOut, TokenCreated
from people.vocabulary import ACCOUNT
from protocol.action import action

MOST_TOKENS = 50


def require_reauthentication(sign_in: SignIn) -> None:
    """Refuse what changes who may come in, unless the password was entered again lately."""
    if sign_in.kind != SignIn.SESSION:
        raise beyond_scope(ACCOUNT)
    lasts = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    at = sign_in.reauthenticated_at
    if at is None or clock.now() - at > lasts:
        raise Refused("reauthenticate", "Enter your password again to go on.")


@action
def make_token(ask: CreateToken, *, by: User, sign_in: SignIn) -> TokenCreated:
    require_reauthentication(sign_in)
    if not ask.scopes and not ask.verbs:
        raise Refused("bad_request", "Say what it may do.", field="scopes")
    if ask.expires_at is not None and ask.expires_at <= clock.now():
        raise Refused("bad_request", "This moment has passed.", field="expires_at")
    actions.lock([by.pk])
    if actions._live(by).filter(kind=SignIn.TOKEN).count() >= MOST_TOKENS:
        raise Refused("conflict", f"You have {MOST_TOKENS} tokens. End one of them first.")
    token = actions.create_token(
        by, ask.name, scopes=ask.scopes, verbs=ask.verbs, expires_at=ask.expires_at
    )
    accounts.record_change(by, "token.made", detail=ask.name)
    made = SignIn.objects.get(token_hash=tokens.digest(token))
    return TokenCreated(id=made.public_id, token=token)


@action
def sign_out(ask: SignOut, *, by: User, sign_in: SignIn) -> Done:
    """End one of my sign-ins, or all but the one that asks and the calendar's secret address."""
    require_reauthentication(sign_in)
    mine = actions._live(by)
    if ask.sign_in is None:
        actions.forget_calendar(by)
        actions._revoke(mine.exclude(pk=sign_in.pk))
    else:
        chosen = mine.filter(public_id=ask.sign_in)
        if not chosen:
            raise not_found()
        actions._revoke(chosen)
    return Done(version=by.version)
