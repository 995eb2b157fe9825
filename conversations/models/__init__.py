from conversations.models.messages import (
    Image,
    Message,
    Reaction,
    SearchCursor,
    SearchEntry,
)
from conversations.models.places import Conversation, Participant, Stint
from conversations.models.reaching import Reach
from conversations.models.revisions import MessageRevision, ReactionRevision

__all__ = [
    "Conversation",
    "Image",
    "Message",
    "MessageRevision",
    "Participant",
    "Reach",
    "Reaction",
    "ReactionRevision",
    "SearchCursor",
    "SearchEntry",
    "Stint",
]
