"""The language of sentences: gettext translates them, each into the language of its reader."""

from contextlib import AbstractContextManager

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

#: The language in which the sentences stand in the code, for readers of any other.
OURS = "en"


def speaking(language: str) -> AbstractContextManager[None]:
    """Translate into this language within the context, or into English if we do not speak it."""
    return translation.override(language if language in dict(settings.LANGUAGES) else OURS)


def asked(request: HttpRequest) -> str:
    """The first language of a browser that we speak, for somebody who has not chosen one."""
    return translation.get_language_from_request(request)


def nowhere(request: HttpRequest, sentence: str) -> HttpResponse:
    """A 404 for somebody whom we do not know, in the language that their browser asks for."""
    with speaking(asked(request)):
        return HttpResponse(translation.gettext(sentence), status=404)


def pgettext_noop(context: str, sentence: str) -> str:
    """Mark a sentence that `pgettext` translates later, in this context."""
    return sentence
