"""How sentences name a session and people, in each language."""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.formats import date_format

from conversations.sentences import Facts
from people import time_zones

#: A session this near, ahead or behind, is known by its weekday alone.
NEAR = timedelta(days=6)

#: A day further away: "Tue 8 Dec", "Di., 8. Dez."
DATE = {"en": "D j M", "de": "D., j. N"}
DATE_WITH_YEAR = {"en": "D j M Y", "de": "D., j. N Y"}
SESSION = {
    "en": ("{day} session", "session on {day}"),
    "de": ("Session am {day}", "Session am {day}"),
}


def filled(template: str, language: str, **names: object) -> str:
    """A sentence with its names; in German a name that ends in a hiss has no other genitive."""
    if language == "de":
        for who in ("host", "model"):
            name = str(names.get(who, ""))
            end = (
                "\N{RIGHT SINGLE QUOTATION MARK}"
                if name[-1:].lower() in ("s", "ß", "x", "z")
                else "s"
            )
            template = template.replace(f"{{{who}}}s ", f"{{{who}}}{end} ")
    return template.format(**names)


def session_words(data: Facts, language: str) -> str:
    """ "Tuesday session", or "session on Tue 8 Dec" for one further away; in its own zone."""
    zone = time_zones.zone(data["time_zone"])
    start = datetime.fromisoformat(data["starts_at"]).astimezone(zone)
    said = datetime.fromisoformat(data["said_at"]).astimezone(zone)
    near = abs(start.date() - said.date()) <= NEAR
    date = (DATE if start.year == said.year else DATE_WITH_YEAR)[language]
    with translation.override(language):
        day = date_format(start, "l" if near else date, use_l10n=False)
    return SESSION[language][0 if near else 1].format(day=day)
