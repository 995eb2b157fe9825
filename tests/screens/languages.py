"""Which language a page is in, by the catalogues of the client."""

import json
from pathlib import Path

from tests.screens.visitor import Visitor

MESSAGES = Path("frontend/messages")
#: What people are shown or told, each once: texts, and the attributes that say something.
SAID = r"""
() => {
	const found = new Set();
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) {
		const { data, parentElement } = texts.currentNode;
		if (!parentElement.closest('script, style, svg')) found.add(data);
	}
	for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
		for (const one of document.querySelectorAll(`[${name}]`)) found.add(one.getAttribute(name));
	return [...found].map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean);
}
"""


def _sentences(language: str) -> dict[str, str]:
    """Those without values; key -> sentence."""
    found: dict[str, str] = {}
    for area in (MESSAGES / language).iterdir():
        said = json.loads(area.read_text())
        found |= {key: it for key, it in said.items() if isinstance(it, str) and "{" not in it}
    return found


def only_in(one: str, other: str) -> set[str]:
    """Sentences of a language that the other has not, under whatever key."""
    return set(_sentences(one).values()) - set(_sentences(other).values())


async def foreign(visitor: Visitor, language: str, spoken: str = "en") -> list[str]:
    """What the page that is open says in `spoken`, to a reader of `language`."""
    said: list[str] = await visitor.page.evaluate(SAID)
    return sorted(set(said) & only_in(spoken, language))
