"""Names and handles: which may be taken, and what becomes of one that was given up."""

from core import clock
from core.refused import Refused
from people import names, queries
from people.models import FormerHandle, User
from people.verbs import UpdateProfile

#: Whoever changes theirs again and again keeps nobody from a name.
HANDLES_A_PERSON_KEEPS = 3


def guard(ask: UpdateProfile, me: User) -> None:
    if me.is_staff:
        return
    if ask.name is not None and ask.name != me.display_name:
        names.guard_name(ask.name)
    if ask.handle is not None and ask.handle != me.handle:
        names.guard_handle(ask.handle)


def give_up(handle: str, me: User) -> None:
    """After the new handle was taken: whoever gave it up at the same moment has committed."""
    if User.objects.filter(queries.formerly(me.handle)).exclude(pk=me.pk).exists():
        raise taken()
    FormerHandle.objects.filter(handle=me.handle).delete()
    FormerHandle.objects.update_or_create(
        handle=handle, defaults={"user": me, "given_up_at": clock.now()}
    )
    kept = me.former_handles.order_by("-given_up_at").values_list("pk", flat=True)
    me.former_handles.exclude(pk__in=list(kept[:HANDLES_A_PERSON_KEEPS])).delete()


def taken() -> Refused:
    return Refused("conflict", "This handle is taken.", field="handle")
