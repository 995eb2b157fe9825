"""What fields about posts and follows mean; see `protocol.fields`."""

from protocol.fields import Fields

FIELDS: Fields = {
    "post": "A post.",
    "posts": "The posts.",
    "pinned": "Posts that the author keeps on top.",
    "author": "Who published it.",
    "content": "The text.",
    "visibility": "Who sees it: everybody, or followers only.",
    "link_url": ("An address that it leads to.", "Null: none."),
    "is_pinned": "The author keeps it on top of their page.",
    "pin": "Keep it on top of my page.",
    "expires_at": ("From when on it is hidden.", "Null: never."),
    "edited_at": ("When it was last changed.", "Null: never."),
    "standing": "How the reader and the author stand to each other.",
    "follows": "The reader follows the author.",
    "bell": "The reader is told when the author posts.",
    "follows_me": "The author follows the reader.",
    "followers": "How many follow them.",
    "following": "How many people they follow.",
    "count": "How many there are.",
    "people": "The people.",
    "private": "Nobody but me sees whom I follow and who follows me.",
}
