"""Work for the worker: the mail to people who cannot sign in any more."""

from uuid import UUID

from core.jobs import job
from moderation.models import Sanction


@job("account")
def tell_shut_out(sanction: str) -> None:
    from moderation.appealing import letter

    row = Sanction.objects.select_related("person").filter(public_id=UUID(sanction)).first()
    if row is not None and row.person.email:
        letter(row).send()
