"""What the notice of an archive says."""

from django.utils.translation import gettext

from notifications.words import Facts, Words, says
from people.models import User

PAGE = "/settings#archive"


@says("export.ready")
def ready(facts: Facts, count: int, reader: User) -> Words:
    return Words(
        gettext("Your archive is ready"),
        gettext("It holds everything that is yours. Download it in your settings."),
        PAGE,
        gettext("Download it"),
    )
