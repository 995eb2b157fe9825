"""Pictures: those of mine on their way, and those in conversations that I may see."""

from uuid import UUID

from conversations.events import ImageChanged, ImageState
from conversations.models import Image
from conversations.queries import messages
from core.refused import not_found
from people.models import User
from people.topics import own_changes
from protocol.wire import Change


def state(image: Image) -> ImageState:
    return ImageState(
        id=image.public_id,
        state=image.state,  # type: ignore[arg-type]
        problem=image.problem,
        width=image.width,
        height=image.height,
    )


@own_changes
def changed_since(user: User, version: int, *, limit: int) -> list[Change]:
    """Pictures of mine that the worker has looked at."""
    found = Image.objects.filter(owner=user, user_version__gt=version).order_by("user_version")
    return [Change(i.user_version, ImageChanged(data=state(i))) for i in found[:limit]]


def shown(public_id: UUID, *, to: User) -> Image:
    """One that is ready: my own until it is sent, then one in a message that I may see."""
    images = Image.objects.select_related("message__conversation")
    image = images.filter(public_id=public_id, state=Image.READY).first()
    if image is None:
        raise not_found()
    if image.message is None:
        if image.owner_id != to.pk:
            raise not_found()
        return image
    messages.one(image.message.conversation, image.message.number, reader=to)
    if image.message.deleted_at is not None:  # also for former members, who keep its place
        raise not_found()
    return image
