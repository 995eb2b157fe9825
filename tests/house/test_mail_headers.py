"""No name that somebody has chosen speaks in the head of a mail."""

import ast
from email import policy
from email.parser import BytesParser

import pytest
from django.core.mail import EmailMessage

from protocol import texts
from tests.house.files import name, walk

MAILS = ("EmailMessage", "EmailMultiAlternatives", "send_mail", "mail_admins")
#: "Callboard Support" for a mail program, and plain letters for everybody else.
CODED = "=?utf-8?B?Q2FsbGJvYXJkIFN1cHBvcnQ=?="


def mails() -> list[tuple[str, ast.Call]]:
    found = []
    for path in walk():
        if path.suffix != ".py" or name(path).startswith(("tests/", "tools/")):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAILS:
                found.append((name(path), node))
    return found


def test_every_subject_is_made_fit_for_a_head() -> None:
    assert len(mails()) >= 3
    for path, call in mails():
        given = {one.arg: one.value for one in call.keywords}
        subject = given.get("subject")
        assert isinstance(subject, ast.Call), path
        assert ast.unparse(subject.func) == "texts.header", path
        assert set(given) <= {"subject", "body", "to", "headers", "connection"}, path


def shown(mail: EmailMessage) -> str:
    """The subject as a mail program shows it, which passes over how it is folded."""
    read = BytesParser(policy=policy.default).parsebytes(mail.message().as_bytes())
    return str(read["Subject"]).strip()


@pytest.mark.attack(
    "be called in the subject of a mail what no name may be, by letters that mail programs decode",
    "they show the letters",
)
@pytest.mark.parametrize(
    "line", [f"{CODED} wrote to you", f"Hänna {CODED}", "=?", "a =?b?= c", CODED * 5, "Hanna wrote"]
)
def test_a_subject_is_shown_as_it_was_written(line: str) -> None:
    mail = EmailMessage(subject=texts.header(line), body="-", to=["ana@example.org"])
    assert shown(mail) == line
