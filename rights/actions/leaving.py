"""Leaving, by the people themselves."""

from core.refused import Refused
from people.actions import leaving
from people.actions.sign_ins import require_reauthentication
from people.models import SignIn, User
from protocol.action import action
from rights.verbs import DeleteAccount, Leaving


@action
def delete_account(ask: DeleteAccount, *, by: User, sign_in: SignIn) -> Leaving:
    require_reauthentication(sign_in)
    if by.is_staff:
        raise Refused("forbidden", "You are on the staff. Have your rights taken away first.")
    erase_at = leaving.begin(by).erase_at
    assert erase_at is not None
    return Leaving(erase_at=erase_at)
