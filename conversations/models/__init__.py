from conversations.models.messages import (
    Image,
    Message,
    Reaction,
    Report,
    SearchCursor,
    SearchEntry,
)
from conversations.models.places import Conversation, Participant, Stint

__all__ = [
    "Conversation",
    "Image",
    "Message",
    "Participant",
    "Reaction",
    "Report",
    "SearchCursor",
    "SearchEntry",
    "Stint",
]
