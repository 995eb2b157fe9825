"""What fields about archives and leaving mean; see `protocol.fields`."""

from protocol.fields import Fields

FIELDS: Fields = {
    "archive": "The archive of everything that is mine.",
    "state": "How far it is.",
    "bytes": ("How large the file is.", "Null: it is not made yet."),
    "erase_at": "When my account is erased, unless I sign in and keep it.",
}
