"""Names of topics: rows that own a version counter.

Inside, a person's own topic is `user.<id>`; on the wire it is plain `user`, because a socket
belongs to one person and ids of rows stay inside.
"""

from uuid import UUID

KINDS = ("conversation", "call", "call.host", "profile", "profile.followers")


def conversation(public_id: UUID) -> str:
    return f"conversation.{public_id}"


def user(id: int) -> str:
    return f"user.{id}"


def call(public_id: UUID) -> str:
    return f"call.{public_id}"


def call_host(public_id: UUID) -> str:
    return f"call.{public_id}.host"


def profile(public_id: UUID) -> str:
    return f"profile.{public_id}"


def profile_followers(public_id: UUID) -> str:
    return f"profile.{public_id}.followers"


def is_place(topic: str) -> bool:
    """A topic that is watched, not one that people belong to."""
    return topic.startswith(("call.", "profile."))


def on_the_wire(topic: str) -> str:
    return "user" if topic.startswith("user.") else topic


def parse(topic: str) -> tuple[str, UUID] | None:
    """`("conversation" | "call" | "call.host" | ..., id)` of a name from a client, or None."""
    kind, _, rest = topic.partition(".")
    name, dot, face = rest.partition(".")
    whole = f"{kind}{dot}{face}"
    if whole not in KINDS:
        return None
    try:
        return whole, UUID(name)
    except ValueError:
        return None
