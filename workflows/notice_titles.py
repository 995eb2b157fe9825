"""The titles of notifications about calls, offers and bookings."""

from django.utils.translation import gettext_noop as _

#: What no line in a conversation says in the same words: what -> title.
TITLES = {
    "call.matching": _("{host} looks for a model: {session}"),
    "call.invited": _("{host} asks you to look at a call: {session}"),
    "call.closing": _("Your call for the {session} closes at {until}"),
    "offer.closing": _("{of_host} offer for the {session} closes at {until}"),
    "booking.agreed": _("{model} agreed to the new time of your {session}"),
    "booking.place": _("{host} changed the place of the {session}"),
    "booking.place_kept": _("The place of the {session} was changed"),
    "booking.title": _("{host} gave the {session} another title"),
}
#: What asks for an answer, or looks forward to something, once that is over.
OVER = {
    "call.matching": _("{host} looked for a model: {session}"),
    "call.invited": _("{host} asked you to look at a call: {session}"),
    "call.closing": _("Your call for the {session} has closed"),
    "application.moved": _("{host} changed the time of the {session}."),
    "application.place": _("{host} changed the place of the {session}."),
    "application.asked_again": _("{host} changed the fee for the {session}."),
    "application.accepted": _("{host} booked you for the {session}."),
    "offer.sent": _("{host} asked you for the {session}."),
    "offer.moved": _("{host} changed the time of the {session}."),
    "offer.place": _("{host} changed the place of the {session}."),
    "offer.closing": _("{of_host} offer for the {session} has closed"),
    "booking.moved": _("{host} changed the time of the {session}."),
    "booking.no_show": _("{host} missed you at the {session}."),
}
