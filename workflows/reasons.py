"""Why a call suits a model, and what speaks against it: as facts, and in the words of a reader."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from workflows.events import Check, Reason

#: `requirement`, with what is asked and what there is; kept with a notice as JSON.
Facts = Mapping[str, Any]

STYLES: dict[str, dict[str, str]] = {
    "en": {},
    "de": {
        "gesture": "Gesten",
        "dynamic": "dynamische Posen",
        "short": "kurze Posen",
        "long": "lange Posen",
        "portrait": "Porträt",
        "draped": "mit Tuch",
        "costume": "Kostüm",
        "movement": "Bewegung",
    },
}
LANGUAGES = {
    "en": {"en": "English", "de": "German"},
    "de": {"en": "Englisch", "de": "Deutsch"},
}
EXPERIENCE = {
    "en": {"new": "just starting", "some": "some experience", "experienced": "experienced"},
    "de": {"new": "am Anfang", "some": "etwas Erfahrung", "experienced": "viel Erfahrung"},
}
AND = {"en": " and ", "de": " und "}
OR = {"en": " or ", "de": " oder "}
SUITS = {
    "en": {
        "pose_style": "{styles} poses",
        "min_rating": "your rating {have}",
        "experience": "your experience",
        "languages": "your languages",
        "free": "you are free then",
    },
    "de": {
        "pose_style": "deine Posen: {styles}",
        "min_rating": "deine Bewertung {have}",
        "experience": "deine Erfahrung",
        "languages": "deine Sprachen",
        "free": "du hast dann Zeit",
    },
}
MISSES = {
    "en": {
        "pose_style": "asks for {styles} poses",
        "min_rating": "needs rating {asked}, you have {have}",
        "unrated": "needs rating {asked}, you have none yet",
        "experience": "asks for more experience: {asked}",
        "languages": "asks for {languages}",
        "booked": "you are booked at that time",
        "hosting": "you host a session at that time",
    },
    "de": {
        "pose_style": "fragt nach: {styles}",
        "min_rating": "braucht Bewertung {asked}, du hast {have}",
        "unrated": "braucht Bewertung {asked}, du hast noch keine",
        "experience": "fragt nach mehr Erfahrung: {asked}",
        "languages": "fragt nach {languages}",
        "booked": "du bist um diese Zeit gebucht",
        "hosting": "du hast um diese Zeit selbst eine Session",
    },
}


def number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def suits(reasons: Sequence[Facts], language: str) -> list[Reason]:
    return [_said(facts, SUITS, facts["requirement"], AND, language) for facts in reasons]


def misses(reasons: Sequence[Facts], language: str) -> list[Reason]:
    return [_said(facts, MISSES, _kind(facts), OR, language) for facts in reasons]


def sentence(miss: Facts) -> str:
    """A miss in a refusal: `This call needs rating 2, you have 1.8.`"""
    [said] = misses([miss], "en")
    return f"Y{said.words[1:]}." if said.words.startswith("you ") else f"This call {said.words}."


def _kind(facts: Facts) -> str:
    requirement: Check = facts["requirement"]
    if requirement == "free":
        return "hosting" if facts["hosting"] else "booked"
    return "unrated" if requirement == "min_rating" and facts["have"] is None else requirement


def _said(
    facts: Facts,
    templates: Mapping[str, Mapping[str, str]],
    kind: str,
    joined: Mapping[str, str],
    language: str,
) -> Reason:
    spoken = language if language in templates else "en"

    def listed(words: Mapping[str, Mapping[str, str]], codes: Sequence[str]) -> str:
        return joined[spoken].join(words[spoken].get(code, code) for code in codes)

    words = templates[spoken][kind].format(
        styles=listed(STYLES, facts.get("styles", ())),
        languages=listed(LANGUAGES, facts.get("languages", ())),
        asked=_asked(facts, spoken),
        have=_localized(facts.get("have"), spoken),
    )
    return Reason(requirement=facts["requirement"], words=words)


def _asked(facts: Facts, language: str) -> str:
    asked: str = facts.get("asked", "")
    if facts["requirement"] == "experience":
        return EXPERIENCE[language].get(asked, asked)
    return _localized(asked, language)


def _localized(figure: str | None, language: str) -> str:
    return (figure or "").replace(".", "," if language == "de" else ".")
