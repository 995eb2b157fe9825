"""Pictures that people of the demo world show each other, drawn here."""

import io
import random
import uuid

from PIL import Image as Picture
from PIL import ImageDraw

from conversations.actions.images import make_safe, take_in
from conversations.actions.messages import send_message
from conversations.models import Conversation, Image, Participant
from conversations.verbs import SendMessage
from people.models import User

PAPER, CHARCOAL, CHALK = "#efe6d6", "#3a332d", "#a8432f"
#: Who shows it in the group, how it was drawn, and what they say.
SHOWN = (
    ("hanna", 3, "Last Tuesday, two minutes each."),
    ("jane", 5, ""),
    ("ana", 8, "@hanna this one I would like to keep!"),
)


def make_pictures() -> None:
    """Once, in the group."""
    crew = Conversation.objects.filter(kind=Conversation.GROUP).order_by("pk").first()
    if crew is None or Image.objects.exists():
        return
    for handle, seed, words in SHOWN:
        by = User.objects.get(handle=handle)
        if Participant.objects.filter(conversation=crew, user=by, left_at=None).exists():
            show(crew, by, seed, words)


def show(conversation: Conversation, by: User, seed: int, words: str) -> None:
    image = take_in(drawn(seed), by=by)
    make_safe(image.public_id)
    ask = SendMessage(
        key=uuid.uuid4(),
        conversation=conversation.public_id,
        kind="image",
        image=image.public_id,
        content=words,
    )
    send_message(ask, by=by)


def drawn(seed: int) -> bytes:
    """A gesture in chalk and charcoal: some long lines from head to foot."""
    chance = random.Random(seed)
    picture = Picture.new("RGB", (1200, 900), PAPER)
    pen = ImageDraw.Draw(picture)
    for figure in range(3):
        x, lean = 220 + 360 * figure, chance.randint(-90, 90)
        pen.ellipse((x + lean - 38, 110, x + lean + 38, 200), outline=CHARCOAL, width=7)
        for limb in (-120, -60, 60, 120):
            bend = chance.randint(-80, 80)
            line = [(x + lean, 205), (x + limb // 3, 480), (x + limb + bend, 830)]
            pen.line(line, fill=CHALK if limb == 60 else CHARCOAL, width=9, joint="curve")
        arm = chance.randint(-60, 160)
        pen.line(
            [(x + lean - 150, 420 - arm), (x + lean, 270), (x + lean + 150, 420 + arm)],
            fill=CHARCOAL,
            width=8,
            joint="curve",
        )
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
