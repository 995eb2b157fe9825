"""How sentences name a session and people."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from conversations.sentences import Facts
from people import time_zones

#: A session this near, ahead or behind, is known by its weekday alone.
NEAR = timedelta(days=6)
HISSES = ("s", "ß", "x", "z")


def filled(sentence: str, *, host: str = "", model: str = "", **names: object) -> str:
    """A translated sentence with its names, which it may have in the genitive as well."""
    return sentence.format(host=host, model=model, of_host=of(host), of_model=of(model), **names)


def of(name: str) -> str:
    """The genitive of a name. In some languages it is another one after a hiss."""
    if name[-1:].lower() in HISSES:
        return pgettext("of a name that ends in s, ß, x or z", "{name}'s").format(name=name)
    return pgettext("of a name", "{name}'s").format(name=name)


def session_words(data: Facts) -> str:
    """ "Tuesday session", or "session on Tue 8 Dec" for one further away; in its own zone."""
    zone = time_zones.zone(data["time_zone"])
    start = datetime.fromisoformat(data["starts_at"]).astimezone(zone)
    said = datetime.fromisoformat(data["said_at"]).astimezone(zone)
    if abs(start.date() - said.date()) <= NEAR:
        return gettext("{day} session").format(day=date_format(start, "l"))
    if start.year == said.year:
        day = date_format(start, pgettext("date format", "D j M"))
    else:
        day = date_format(start, pgettext("date format", "D j M Y"))
    return gettext("session on {day}").format(day=day)
