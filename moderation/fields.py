"""What fields about reports and decisions mean; see `protocol.fields`."""

from protocol.fields import Fields

FIELDS: Fields = {
    "reports": "My reports.",
    "sanctions": "Decisions about me.",
    "sanction": "A decision of the staff.",
    "thing": "What it is about; `profile` is a person as a whole.",
    "reason": "What is wrong, in the words of the person who reports it.",
    "state": "`taken`: somebody is looking at it.",
    "acted": "Something was done about it. What, is between the staff and the other person.",
    "closed_at": ("When it was decided.", "Null: not yet."),
    "kind": (
        "`warn`: a warning. `hide`: something was taken down. `limit`: no new contacts for a while."
        " `suspend`: no sign-in for a while. `close`: the account is closed."
    ),
    "words": "Why, in the words of the staff.",
    "begins_at": "When it began.",
    "ends_at": ("When it ends by itself.", "Null: it does not."),
    "lifted_at": ("When it was over, by the staff or by its time.", "Null: it is not."),
    "appeal": "What I said against it; empty: nothing.",
    "answer": "What the staff answered to my appeal; empty: nothing yet.",
    "answered_at": ("When the staff answered.", "Null: not yet."),
    "text": "What I say against the decision.",
}
