"""Whether mail can be sent, in a sentence for an operator."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from protocol import texts

logger = logging.getLogger(__name__)

CLOSED = "No mail can be sent: {server} (EMAIL_URL) does not answer: {error}."
REFUSED = "{server} (EMAIL_URL) did not take the mail: {error}."
TEXT = "This installation of Callboard, {origin}, can send mail."


def problem() -> str:
    """Nothing where the mail server answers and lets us in."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return CLOSED.format(server=_server(), error=_words(error))
    connection.close()
    return ""


def send_test(address: str) -> str:
    """Send a mail now, past every queue. Why it cannot be sent, or nothing."""
    text = TEXT.format(origin=settings.ORIGINS[0])
    try:
        EmailMessage(subject=texts.header("Callboard: a test"), body=text, to=[address]).send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        return REFUSED.format(server=_server(), error=_words(error))
    except (OSError, smtplib.SMTPException) as error:
        return CLOSED.format(server=_server(), error=_words(error))
    return ""


def say_what_is_wrong() -> None:
    wrong = problem()
    if wrong:
        logger.warning("%s", f"{wrong} Mails wait; manage.py testmail ADDRESS tries it.")


def _server() -> str:
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _words(error: Exception) -> str:
    return str(error).strip(" .") or type(error).__name__
