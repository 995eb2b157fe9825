"""What somebody can be told when they are not looking, and how it is told unless they say else."""

from datetime import timedelta
from typing import Literal, NamedTuple, get_args

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

Channel = Literal["email", "push"]
#: In which role one hears it; who is both host and model sets each on its own.
Hat = Literal["host", "model", "any"]

CHANNELS: tuple[Channel, ...] = get_args(Channel)


class Kind(NamedTuple):
    """`listed`: it stands in the notification list, too.

    `folded`: several about one thing are told together, after so many seconds. `paused`: told
    again and again of one thing, a person hears of it less and less often. `urgent`: may
    break quiet hours for who has allowed it. `fixed`: cannot be switched off. `owed`: told over a
    block too, because an obligation stands. `email` and `push` hold for who has set nothing.
    """

    name: str
    hats: tuple[Hat, ...]
    title: str
    email: bool = True
    push: bool = True
    listed: bool = True
    folded: int = 0
    paused: bool = False
    urgent: bool = False
    fixed: bool = False
    owed: bool = False


#: Seconds in which somebody who changes an evening is mostly done with it: one mail says it all.
TOGETHER = 120
#: How long the second mail about a thing waits after the first, the third after the second, and
#: every other one of that day. What is urgent waits for the first of them at most.
PAUSES = (timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=1))

KINDS = {
    kind.name: kind
    for kind in (
        Kind("call.matching", ("model",), _("An open call that suits you"), urgent=True),
        Kind("call.closing", ("host",), _("Your call is about to close"), email=False, urgent=True),
        Kind("application.arrived", ("host",), _("Somebody applied"), folded=30),
        Kind("application.decided", ("model",), _("Your application was decided")),
        Kind(
            "application.moved",
            ("model",),
            _("What you applied for was changed"),
            urgent=True,
            folded=TOGETHER,
            paused=True,
        ),
        Kind("offer.received", ("model",), _("A host asks you for a session"), urgent=True),
        Kind("offer.answered", ("host",), _("Your offer was answered")),
        Kind(
            "offer.changed",
            ("model",),
            _("An offer was moved or taken back"),
            urgent=True,
            folded=TOGETHER,
            paused=True,
        ),
        Kind(
            "offer.closing", ("model",), _("An offer is about to close"), email=False, urgent=True
        ),
        Kind("booking.made", ("model",), _("You are booked"), owed=True),
        Kind(
            "booking.changed",
            ("host", "model"),
            _("A booking was changed"),
            urgent=True,
            owed=True,
            folded=TOGETHER,
            paused=True,
        ),
        Kind(
            "booking.cancelled",
            *(("host", "model"), _("A booking was cancelled")),
            urgent=True,
            owed=True,
        ),
        Kind("message.missed", ("any",), _("Messages that you missed"), listed=False),
        Kind("post.published", ("any",), _("A post by somebody whose bell you rang"), email=False),
        Kind("report.arrived", ("any",), _("Reports, for the staff"), push=False, fixed=True),
        Kind(
            "report.closed", ("any",), _("A report of yours was looked at"), email=False, push=False
        ),
        Kind("staff.decided", ("any",), _("The staff decided about you"), fixed=True),
        Kind("export.ready", ("any",), _("Your archive is ready"), push=False),
        Kind(
            "sign_in.new",
            ("any",),
            _("A new sign-in to your account"),
            email=False,  # the mail comes from `people`, and has a way back
            push=False,
            fixed=True,
        ),
    )
}


def title(kind: Kind) -> str:
    return gettext(kind.title)
