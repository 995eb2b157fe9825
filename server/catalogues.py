"""The rooms' catalogues of sentences in other languages: collected from the code, and compiled.

A `.po` is written by both: the code says what there is to translate, people translate it. It needs
Babel, which only developers have; an installation reads the compiled `.mo`.
"""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from people.speaking import OURS

SOURCES = Path(__file__).resolve().parent.parent
LAZY = {f"{name}_lazy": where for name, where in DEFAULT_KEYWORDS.items() if "gettext" in name}
NOOP = {"gettext_noop": None, "pgettext_noop": DEFAULT_KEYWORDS["pgettext"]}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, **NOOP}
WIDTH = 100
HEAD = "# Translate what is empty, then run `manage.py generate`, which takes it from the code."


class Catalogue(Catalog):
    """With no header that changes by itself, such as dates and versions."""

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)),
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]

    mime_headers = property(_get_mime_headers)


def files() -> dict[Path, bytes]:
    """The `.po` and the `.mo` of every room that has sentences, in every language but ours."""
    made: dict[Path, bytes] = {}
    for room in rooms():
        for language in languages() if extracted(room) else ():
            po, mo = BytesIO(), BytesIO()
            path = path_of(room, language)
            catalogue = merged(extracted(room), known(path), language)
            write_po(po, catalogue, width=WIDTH, include_lineno=False)
            write_mo(mo, catalogue)
            made[path], made[path.with_suffix(".mo")] = po.getvalue(), mo.getvalue()
    return made


def rooms() -> list[str]:
    return [app for app in settings.INSTALLED_APPS if (SOURCES / app / "__init__.py").exists()]


def languages() -> list[str]:
    return [code for code, _ in settings.LANGUAGES if code != OURS]


def path_of(room: str, language: str) -> Path:
    root: Path = settings.ROOT
    return root / room / "locale" / language / "LC_MESSAGES" / "django.po"


@cache
def extracted(room: str) -> tuple[Message, ...]:
    """Everything that the code of a room has translated, file by file."""
    template = Catalog()
    for path in sorted((SOURCES / room).rglob("*.py")):
        if "gettext" in path.read_text():
            name = path.relative_to(SOURCES).as_posix()
            found = extract_from_file("python", path, KEYWORDS, ("Translators:",))
            for line, id, comments, context in found:
                template.add(id, None, [(name, line)], auto_comments=comments, context=context)
    return tuple(messages(template))


def known(path: Path) -> Catalog:
    return read_po(BytesIO(path.read_bytes() if path.exists() else b""))


def messages(catalogue: Catalog) -> Iterator[Message]:
    """All but the header."""
    return (message for message in catalogue if message.id)


def merged(template: tuple[Message, ...], old: Catalog, language: str) -> Catalogue:
    """What the code says, with what is translated already. What is no longer said goes."""
    made = Catalogue(locale=language, header_comment=HEAD, fuzzy=False)
    for it in template:
        before = old.get(it.id, it.context)
        keeps = before is not None and before.pluralizable == it.pluralizable
        made.add(
            it.id,
            before.string if before is not None and keeps else None,
            it.locations,
            before.flags if before is not None and keeps else (),
            it.auto_comments,
            before.user_comments if before is not None else (),
            context=it.context,
        )
    return made
