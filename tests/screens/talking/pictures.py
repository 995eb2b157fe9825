"""Pictures as a browser gets them: chosen, pasted, dropped."""

import base64
import io

from PIL import Image
from playwright.async_api import FilePayload, Locator

from tests.screens.kept import KINDS
from tests.screens.visitor import Visitor


def drawn(colour: str = "firebrick") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(written, "PNG")
    return written.getvalue()


def payload(name: str = "drapes.png", raw: bytes | None = None) -> FilePayload:
    return FilePayload(name=name, mimeType="image/png", buffer=raw or drawn())


TRANSFER = """
    ([place, type, encoded]) => {
        const bytes = Uint8Array.from(atob(encoded), (sign) => sign.charCodeAt(0));
        const carried = new DataTransfer();
        carried.items.add(new File([bytes], 'drapes.png', { type: 'image/png' }));
        const about = { bubbles: true, cancelable: true };
        const event = type === 'paste'
            ? new ClipboardEvent('paste', { ...about, clipboardData: carried })
            : new DragEvent(type, { ...about, dataTransfer: carried });
        document.querySelector(place).dispatchEvent(event);
        return event.defaultPrevented;
    }
"""


async def brings(person: Visitor, type: str, *, at: str) -> bool:
    """Paste or drop a picture there; whether the page has taken it, and the browser has not."""
    encoded = base64.b64encode(drawn()).decode()
    taken: bool = await person.page.evaluate(TRANSFER, [at, type, encoded])
    return taken


async def chooses(person: Visitor, *pictures: FilePayload) -> None:
    """In the conversation that is open, and send them."""
    await person.page.get_by_label("Add pictures").set_input_files(pictures or [payload()])
    await sends(person)


def to_send(person: Visitor) -> Locator:
    """Pictures that are looked at before they go."""
    looked_at = person.page.get_by_role("region", name="Pictures to send")
    return looked_at.get_by_role("listitem")


async def sends(person: Visitor, caption: str = "") -> None:
    """What was chosen, once it has been looked at."""
    looked_at = person.page.get_by_role("region", name="Pictures to send")
    await looked_at.get_by_label("Caption").fill(caption)
    await looked_at.get_by_role("button", name="Send ").click()


def on_its_way(person: Visitor) -> Locator:
    return person.page.get_by_role("list", name="Pictures on their way").get_by_role("listitem")


KEPT = f"{KINDS}.then((kinds) => kinds.filter((kind) => kind === 'picture').length)"


async def kept(person: Visitor) -> int:
    """How many pictures on their way this device keeps."""
    count: int = await person.page.evaluate(KEPT)
    return count


def shown(person: Visitor, name: str) -> Locator:
    return person.page.get_by_role("region", name="Messages").get_by_role("img", name=name)
