"""What the notice of an archive says."""

from notifications.words import Facts, Words, says
from people.models import User

PAGE = "/settings#archive"
READY = {
    "en": Words(
        "Your archive is ready",
        "It holds everything that is yours. Download it in your settings.",
        PAGE,
        "Download it",
    ),
    "de": Words(
        "Dein Archiv ist fertig",
        "Darin ist alles, was dir gehört. Lade es in deinen Einstellungen herunter.",
        PAGE,
        "Herunterladen",
    ),
}


@says("export.ready")
def ready(facts: Facts, count: int, reader: User) -> Words:
    return READY.get(reader.language, READY["en"])
