"""Why a call suits a model, and what speaks against it: as facts, and in the words of a reader."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language_info, gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_noop as _

from people.speaking import OURS, speaking
from workflows.events import Check, Reason

#: `requirement`, with what is asked and what there is; kept with a notice as JSON.
Facts = Mapping[str, Any]

STYLES = {
    "gesture": pgettext_lazy("pose style", "gesture"),
    "dynamic": pgettext_lazy("pose style", "dynamic"),
    "short": pgettext_lazy("pose style", "short"),
    "long": pgettext_lazy("pose style", "long"),
    "portrait": pgettext_lazy("pose style", "portrait"),
    "draped": pgettext_lazy("pose style", "draped"),
    "costume": pgettext_lazy("pose style", "costume"),
    "movement": pgettext_lazy("pose style", "movement"),
}
EXPERIENCE = {
    "new": pgettext_lazy("experience", "just starting"),
    "some": pgettext_lazy("experience", "some experience"),
    "experienced": pgettext_lazy("experience", "experienced"),
}
SUITS = {
    "pose_style": _("{styles} poses"),
    "min_rating": _("your rating {have}"),
    "experience": _("your experience"),
    "languages": _("your languages"),
    "free": _("you are free then"),
}
MISSES = {
    "pose_style": _("asks for {styles} poses"),
    "min_rating": _("needs rating {asked}, you have {have}"),
    "unrated": _("needs rating {asked}, you have none yet"),
    "experience": _("asks for more experience: {asked}"),
    "languages": _("asks for {languages}"),
    "booked": _("you are booked at that time"),
    "hosting": _("you host a session at that time"),
}


def number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def suits(reasons: Sequence[Facts]) -> list[Reason]:
    return [_said(facts, SUITS[facts["requirement"]], _all) for facts in reasons]


def misses(reasons: Sequence[Facts]) -> list[Reason]:
    return [_said(facts, MISSES[_kind(facts)], _any) for facts in reasons]


def sentence(miss: Facts) -> str:
    """A miss in a refusal: `This call needs rating 2, you have 1.8.`"""
    with speaking(OURS):
        [said] = misses([miss])
    return f"Y{said.words[1:]}." if said.words.startswith("you ") else f"This call {said.words}."


def _kind(facts: Facts) -> str:
    requirement: Check = facts["requirement"]
    if requirement == "free":
        return "hosting" if facts["hosting"] else "booked"
    return "unrated" if requirement == "min_rating" and facts["have"] is None else requirement


def _said(facts: Facts, sentence: str, joined: Callable[[str, str], str]) -> Reason:
    styles = [str(STYLES.get(code, code)) for code in facts.get("styles", ())]
    languages = [_language(code) for code in facts.get("languages", ())]
    words = gettext(sentence).format(
        styles=reduce(joined, styles or [""]),
        languages=reduce(joined, languages or [""]),
        asked=_asked(facts),
        have=_localized(facts.get("have")),
    )
    return Reason(requirement=facts["requirement"], words=words)


def _all(one: str, other: str) -> str:
    return pgettext("list", "{one} and {other}").format(one=one, other=other)


def _any(one: str, other: str) -> str:
    return pgettext("list", "{one} or {other}").format(one=one, other=other)


def _language(code: str) -> str:
    return str(get_language_info(code)["name_translated"])


def _asked(facts: Facts) -> str:
    asked: str = facts.get("asked", "")
    if facts["requirement"] == "experience":
        return str(EXPERIENCE.get(asked, asked))
    return _localized(asked)


def _localized(figure: str | None) -> str:
    return number_format(figure) if figure else ""
