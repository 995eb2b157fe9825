"""Everything that the server says to people, with names and texts of theirs in no Latin letter."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, product
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import gettext

from conversations import sentences
from conversations.missing import Said, _in_words
from moderation import appealing
from moderation import words as decisions
from moderation.models import Sanction
from notifications import mail, unsubscribing
from notifications.carriers import Parcel
from notifications.kinds import KINDS
from notifications.words import Facts, words
from people import letters, mails
from people.browsers import named
from people.models import User
from people.speaking import speaking
from rights.archive import READ_ME
from server import profile_page
from tests.conversations.test_facts import STORED, tags
from workflows import notice_words, reasons
from workflows.notice_titles import OVER, TITLES
from workflows.sentences import SENTENCES

NAME = "Ηλίας"
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def reader(language: str) -> User:
    return User(
        public_id=uuid.uuid4(),
        handle="άνα",
        display_name=NAME,
        email="ana@example.org",
        language=language,
        time_zone="Asia/Tokyo",
    )


def everything(to: User) -> Iterator[tuple[str, str]]:
    """What it is, and what is said of it."""
    yield from system_messages(to)
    for kind, facts, count in notices(to):
        told = words(kind, facts, count, to)
        yield f"{kind} {facts.get('type')}", f"{told.title}\n{told.text}\n{told.action}"
    yield from mails_of_notices(to)
    yield from mails_about_accounts(to)
    yield from decisions_and_pages(to)
    with speaking(to.language):
        yield "pictures", "\n".join(_in_words(Said("image", it, False), to) for it in ("", NAME))
        yield "browsers", f"{named('')}\n{named('(X11; Linux) Firefox/133.0')}"
        yield "roles", "\n".join(profile_page._role(it) for it in _roles(to))
        yield "archive", gettext(READ_ME).format(origin="", now="")
        yield "reasons", "\n".join(it.words for it in [*reasons.suits(WHY), *reasons.misses(WHY)])


def _roles(to: User) -> Iterator[User]:
    for to.is_host, to.is_model in product((True, False), (True, False)):
        yield to


# --- in conversations ----------------------------------------------------------------------------


def system_messages(to: User) -> Iterator[tuple[str, str]]:
    other = {"id": str(uuid.uuid4()), "name": NAME}
    me = {"id": str(to.public_id), "name": NAME}
    for tag in set(tags()) - {"image"}:
        stored = STORED["group" if tag.startswith("group.") else "session"]
        for by, people, title in product((me, other), ([me], [me, other, other]), ("", NAME)):
            facts = {**stored, "type": tag, "by": by, "people": people, "title": title}
            yield tag, sentences.render({**facts, "host": by, "model": other}, to)


# --- notices -------------------------------------------------------------------------------------

WHY: list[dict[str, Any]] = [
    {"requirement": "pose_style", "styles": list(reasons.STYLES)},
    {"requirement": "min_rating", "asked": "2.5", "have": "1.5"},
    {"requirement": "min_rating", "asked": "2.5", "have": None},
    *({"requirement": "experience", "asked": it} for it in reasons.EXPERIENCE),
    {"requirement": "languages", "languages": ["en", "de"]},
    {"requirement": "free", "hosting": True},
    {"requirement": "free", "hosting": False},
]


def notices(to: User) -> Iterator[tuple[str, Facts, int]]:
    yield "sign_in.new", {"browser": ""}, 1
    yield "post.published", {"name": NAME, "path": "/"}, 1
    yield "export.ready", {"type": "export.ready"}, 1
    for title, mentioned in (("", False), (NAME, False), (NAME, True)):
        facts = {"name": NAME, "title": title, "mentioned": mentioned, "conversation": "1"}
        yield "message.missed", facts, 1
    for what in ("report.arrived", "appeal.arrived"):
        for thing in (*decisions.WHAT, "another"):
            yield "report.arrived", {"type": what, "thing": thing, "handle": "άνα"}, 1
    for acted in (True, False):
        yield "report.closed", {"type": "report.closed", "acted": acted}, 1
    for kind in decisions.DECIDED:
        yield "staff.decided", {"type": "sanction", "kind": kind, "words": NAME}, 1
    for facts in evenings(to):
        yield notice_words.KINDS[0], facts, 2 if "pending" in facts else 1


def evenings(to: User) -> Iterator[Facts]:
    """Each notice about a session: to its host and to a model, open and over, with any change."""
    me, other = ({"id": it, "name": NAME} for it in (str(to.public_id), "another"))
    then = NOW + timedelta(days=400)
    now: Facts = {
        **{"starts_at": then.isoformat(), "ends_at": (then + timedelta(hours=2)).isoformat()},
        **{"title": NAME, "district": NAME, "place": NAME, "agreed": NOW.isoformat()},
        **{"fee_amount": None, "fee_currency": "EUR"},
    }
    before: Facts = {**now, "starts_at": NOW.isoformat(), "place": "", "title": "", "fee_amount": 1}
    paths, ends = cycle(notice_words.ACTIONS), cycle(["", *notice_words.ENDED])
    for what in {*SENTENCES, *TITLES, *OVER}:
        for host, over, asked in product((me, other), (False, True), (False, True)):
            for more in ({}, {"before": before}, {"pending": 1}, {"pending": 2}):
                yield {
                    **now,
                    **{"type": what, "host": host, "model": other, "over": over, "asked": asked},
                    **{"time_zone": "Europe/Berlin", "said_at": NOW.isoformat()},
                    **{"expires_at": NOW.isoformat(), "ended": next(ends) if over else ""},
                    **{"path": next(paths), "why": WHY if what.startswith("call.") else ()},
                    **more,
                }


# --- mails and pages -----------------------------------------------------------------------------


def mails_of_notices(to: User) -> Iterator[tuple[str, str]]:
    told = words("export.ready", {}, 1, to)
    for kind in KINDS:
        parcel = Parcel("1", kind, "any", "", False, to, told, quote=NAME)
        yield from _parts(f"mail {kind}", mail.compose(parcel))


def mails_about_accounts(to: User) -> Iterator[tuple[str, str]]:
    for kind in letters.ASKED | letters.CHANGES:
        detail = "2026-12-01" if kind == "account.leaving" else NAME
        yield from _parts(f"mail {kind}", mails.compose(kind, NAME, "/", to, detail=detail))
    for detail in (*letters.FACTORS.values(), letters.BY_OPERATOR):
        made = mails.compose("second_factor.removed", NAME, "/", to, detail=detail)
        yield from _parts("mail second_factor.removed", made)


def _parts(what: str, made: EmailMultiAlternatives) -> Iterator[tuple[str, str]]:
    yield what, f"{made.subject}\n{made.body}"
    for html, _ in made.alternatives:
        yield f"{what} as HTML", str(html)


def decisions_and_pages(to: User) -> Iterator[tuple[str, str]]:
    """To somebody who cannot sign in any more; and where a link in a mail leads."""
    request = RequestFactory().get("/", headers={"Accept-Language": to.language})
    for kind, appealed in product(set(decisions.DECIDED) - {"answered"}, (None, timezone.now())):
        for answer in ("", NAME):
            ends_at = timezone.now() if kind in ("limit", "suspend") else None
            made = Sanction(person=to, kind=kind, words=NAME, appealed_at=appealed, answer=answer)
            made.ends_at = ends_at
            letter = appealing.letter(made)
            yield f"letter {kind}", f"{letter.subject}\n{letter.body}"
            for problem in ("", *appealing.PROBLEMS):
                yield f"page {kind}", appealing.shown(request, made, problem).content.decode()
    yield "page of nothing", appealing._page(request, "-", None).content.decode()
    yield "page of no mails", unsubscribing._page(request, "-").content.decode()
    for done, unwanted in product((True, False), KINDS.values()):
        page = unsubscribing.shown(request, to.language, unwanted, done=done)
        yield f"page unsubscribe {unwanted.name}", page.content.decode()
