"""The titles of notifications about calls, offers and bookings, in each language."""

#: What no line in a conversation says in the same words: language -> what -> title.
TITLES = {
    "en": {
        "call.matching": "{host} looks for a model: {session}",
        "call.invited": "{host} asks you to look at a call: {session}",
        "call.closing": "Your call for the {session} closes at {until}",
        "many_applied": "{count} people applied for your {session}",
        "offer.closing": "{host}'s offer for the {session} closes at {until}",
        "booking.agreed": "{model} agreed to the new time of your {session}",
        "booking.place": "{host} changed the place of the {session}",
        "booking.place_kept": "The place of the {session} was changed",
        "booking.title": "{host} gave the {session} another title",
    },
    "de": {
        "call.matching": "{host} sucht ein Modell: {session}",
        "call.invited": "{host} bittet dich, einen Aufruf anzusehen: {session}",
        "call.closing": "Dein Aufruf für die {session} endet um {until}",
        "many_applied": "{count} Menschen haben sich für deine {session} beworben",
        "offer.closing": "{host}s Angebot für die {session} endet um {until}",
        "booking.agreed": "{model} ist mit der neuen Zeit deiner {session} einverstanden",
        "booking.place": "{host} hat den Ort der {session} geändert",
        "booking.place_kept": "Der Ort der {session} hat sich geändert",
        "booking.title": "{host} hat der {session} einen anderen Titel gegeben",
    },
}
#: What asks for an answer, or looks forward to something, once that is over.
OVER = {
    "en": {
        "call.matching": "{host} looked for a model: {session}",
        "call.invited": "{host} asked you to look at a call: {session}",
        "call.closing": "Your call for the {session} has closed",
        "application.moved": "{host} changed the time of the {session}.",
        "application.place": "{host} changed the place of the {session}.",
        "application.asked_again": "{host} changed the fee for the {session}.",
        "application.accepted": "{host} booked you for the {session}.",
        "offer.sent": "{host} asked you for the {session}.",
        "offer.moved": "{host} changed the time of the {session}.",
        "offer.place": "{host} changed the place of the {session}.",
        "offer.closing": "{host}'s offer for the {session} has closed",
        "booking.moved": "{host} changed the time of the {session}.",
        "booking.no_show": "{host} missed you at the {session}.",
    },
    "de": {
        "call.matching": "{host} suchte ein Modell: {session}",
        "call.invited": "{host} bat dich, einen Aufruf anzusehen: {session}",
        "call.closing": "Dein Aufruf für die {session} ist zu Ende",
        "application.moved": "{host} hat die Zeit der {session} geändert.",
        "application.place": "{host} hat den Ort der {session} geändert.",
        "application.asked_again": "{host} hat die Gage für die {session} geändert.",
        "application.accepted": "{host} hat dich für die {session} gebucht.",
        "offer.sent": "{host} hat dich für die {session} gefragt.",
        "offer.moved": "{host} hat die Zeit der {session} geändert.",
        "offer.place": "{host} hat den Ort der {session} geändert.",
        "offer.closing": "{host}s Angebot für die {session} ist zu Ende",
        "booking.moved": "{host} hat die Zeit der {session} geändert.",
        "booking.no_show": "{host} hat dich bei der {session} vermisst.",
    },
}
