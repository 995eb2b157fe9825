"""Work for the worker: mails about accounts. Each job can be run twice without harm."""

from allauth.account.models import EmailAddress

from core.jobs import job
from people import addresses, mails
from people.models import AccountChange, User
from people.speaking import OURS


@job("account")
def send_confirmation(address: int) -> None:
    found = EmailAddress.objects.select_related("user").filter(pk=address, verified=False).first()
    if found is not None:
        mails.confirmation(found).send()


@job("account")
def answer_reset(address: str, language: str = OURS) -> None:
    """Only an address that its account has confirmed; for others it is as if nobody was here."""
    owner = addresses.confirmed_owner(address)
    here = owner is not None and owner.is_active
    (mails.reset(owner) if owner and here else mails.unknown(address, language)).send()


@job("account")
def send_known(address: str, language: str = OURS) -> None:
    owner = addresses.confirmed_owner(address)
    mails.known(address, owner.language if owner else language).send()


@job("account")
def tell_change(change: str) -> None:
    found = AccountChange.objects.select_related("user").filter(public_id=change).first()
    if found is not None:
        mails.change(found).send()


@job("account")
def say_last_word(user: int, erase_at: str) -> None:
    """Unless they have changed their mind, or left once more since."""
    found = User.objects.filter(pk=user, erase_at=erase_at).exclude(email_confirmed_at=None).first()
    if found is not None:
        mails.last_word(found).send()


@job("people")
def end_everything(user: int) -> None:
    """End what a person whose account was closed still has going."""
    from people.actions import closing

    found = User.objects.filter(pk=user).first()
    if found is not None:
        closing.end_everything(found)
