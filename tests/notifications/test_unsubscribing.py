"""One click in a mail ends mails of its kind, and nothing else."""

import re

import httpx

from notifications import queries
from tests.notifications.post import MailServer, carry, mail_to
from tests.people import Cast
from tests.processes import Web
from tests.stories import booked


def address(mails: MailServer, people: Cast) -> str:
    booked(people.hanna, people.ana)
    carry()
    [mail] = mails.to(people.ana)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    named = str(mail["List-Unsubscribe"]).strip()
    found = re.fullmatch(r"<https?://[^/]+(/unsubscribe/.+)>", named)
    assert found
    return found[1]


def test_who_reads_german_is_asked_in_german(
    people: Cast, mails: MailServer, webs: list[Web]
) -> None:
    people.ana.language = "de"
    people.ana.save()
    url = webs[0].origin + address(mails, people)
    [mail] = mails.to(people.ana)
    body = mail.get_body(("plain",))
    assert body is not None
    assert "weil es so eingestellt ist: Du bist gebucht." in body.get_content()
    assert "Keine solchen Mails mehr?" in httpx.get(url).text
    assert "Erledigt" in httpx.post(url).text
    assert not is_on(people, "booking.made", "email")


def is_on(people: Cast, kind: str, channel: str) -> bool:
    [on] = [
        p.on
        for p in queries.preferences(people.ana)
        if (p.kind, p.hat, p.channel) == (kind, "model", channel)
    ]
    return on


def test_a_mail_program_unsubscribes_by_one_click(
    people: Cast, mails: MailServer, webs: list[Web]
) -> None:
    url = webs[0].origin + address(mails, people)
    answer = httpx.post(url, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not is_on(people, "booking.made", "email")
    assert is_on(people, "booking.made", "push")
    assert is_on(people, "booking.cancelled", "email")


def test_who_only_looks_is_asked(people: Cast, mails: MailServer, webs: list[Web]) -> None:
    answer = httpx.get(webs[0].origin + address(mails, people))
    assert "<button>Stop these mails</button>" in answer.text
    assert is_on(people, "booking.made", "email")


def test_a_made_up_address_does_nothing(people: Cast, mails: MailServer, webs: list[Web]) -> None:
    url = webs[0].origin + address(mails, people)
    for wrong in (url[:-3], f"{webs[0].origin}/unsubscribe/x"):
        assert httpx.post(wrong).status_code == 404
    assert is_on(people, "booking.made", "email")
    assert mail_to(people.ana).state == "sent"
