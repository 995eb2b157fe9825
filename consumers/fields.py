"""What fields of the socket's own frames mean; see `protocol.fields`."""

from protocol.fields import Fields

FIELDS: Fields = {
    "ref": "A number of the client's choice, by which it knows the reply.",
    "topic": ("The name of the topic.", "Null: all of them."),
    "version": ("A version of the topic.", "Null: the client knows nothing of it."),
    "people": "People, by their ids.",
    "token": "What the mark says; the client sends it back as it is.",
    "cursor": "The inbox cursor, for the next `hello`.",
    "heads": "Conversations as rows of my inbox, the latest first.",
    "me": "Myself, as only I see me.",
    "server": "Which protocol the server speaks.",
    "epoch": (
        "Names the database and its past; another one means: forget everything.",
        "Null: the client knows nothing yet.",
    ),
    "user": ("The version up to which the client knows my own topic.", "Null: nothing of it."),
    "inbox": ("Where the client's copy of the inbox ends.", "Null: it has none."),
    "present": "Its person is here, and not only a program.",
    "now": "The time of the server.",
    "heartbeat": "After so many seconds without a frame the server asks with `ping`.",
    "limits": "The limits of this installation, by their names.",
    "topics": "By the name of each topic: how it stands.",
    "gone": "Topics that I may not watch any more.",
    "ok": "True: done. False: refused, see `error`.",
    "data": ("The answer.", "Null: it was refused."),
    "error": ("Why it was refused.", "Null: it was not."),
    "reason": "A code that says why.",
    "code": "The code with which the socket closes.",
    "retry_ms": "Come back after a random time between these two, in milliseconds.",
}
