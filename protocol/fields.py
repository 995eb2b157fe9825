"""What a field means wherever it has this name. Each room has such a table of its own.

A field that means more on one object, or something else, is explained by the docstring of the class
that has it, in a sentence with its name in backquotes; a sentence there that says "null" and names
nothing is about all of its fields. What the table of its room does not have is
looked up in that of `people`, then here.
"""

from typing import TypeAlias

#: Its name -> what it is; where it may be null, with a sentence that says what null means.
Fields: TypeAlias = dict[str, str | tuple[str, str]]

FIELDS: Fields = {
    "id": "Its id.",
    "type": "Which shape this is.",
    "created_at": "When it was made.",
    "time_zone": "An IANA time zone, such as `Europe/Berlin`.",
    "on": "True to have it so, false to end it.",
    "code": "For programs: which refusal this is. The list of codes is in the documentation.",
    "message": "A sentence for people, in English; clients word refusals by their `code`.",
    "field": "The field of the request that is wrong, with dots down to it.",
    "reasons": "Codes that say more precisely why.",
    "decided_at": "When it was decided, by the clock of the database.",
    "margin_ms": "`expires_at` minus `decided_at`, in milliseconds; negative: it came too late.",
    "receipt": "When it was decided, and how long before the deadline.",
    "objects": "What changed, in the order of its versions: frames of events without `topic`.",
    "cursors": "The version up to which the client knows each topic, by the name of the topic.",
    "title": "Its title, one line.",
    "starts_at": "When it begins.",
    "ends_at": "When it ends.",
    "district": "The part of town, which everybody may know; empty: not said.",
    "place": ("The exact place.", "Null: its reader may not know it."),
    "fee_amount": (
        "What the model is paid, in the smallest unit of the currency: 9000 is 90.00 EUR.",
        "Null: unpaid, or by arrangement.",
    ),
    "fee_currency": "The currency of the fee, three letters of ISO 4217; empty without a fee.",
    "note": "A few words about it, by whoever made it; empty: none.",
    "last_read_number": (
        "The number of the message up to which I have read.",
        "Null: the topic is no conversation.",
    ),
    "unread": ("How many messages are unread.", "Null: the topic is no conversation."),
}
