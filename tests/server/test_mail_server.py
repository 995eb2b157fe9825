"""An operator hears that mail does not work before people do."""

import socket

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings

from server import mail_server

SMTP = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}


@pytest.fixture
def nobody() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_mail_server_that_is_away_is_named(nobody: int, caplog: pytest.LogCaptureFixture) -> None:
    with override_settings(**SMTP, EMAIL_PORT=nobody):
        mail_server.say_what_is_wrong()
        sentence = f"No mail can be sent: 127.0.0.1:{nobody} (EMAIL_URL) does not answer: "
        assert sentence in caplog.text
        assert "manage.py testmail ADDRESS" in caplog.text
        with pytest.raises(CommandError) as error:
            call_command("testmail", "hanna@example.org")
    assert str(error.value).startswith(sentence)


def test_a_mail_that_was_taken_is_said(capsys: pytest.CaptureFixture[str], tmp_path: str) -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        assert mail_server.problem() == ""
        call_command("testmail", "hanna@example.org")
    assert capsys.readouterr().out == "The mail server took a mail to hanna@example.org.\n"
