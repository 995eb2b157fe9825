"""What fields about notifications mean; see `protocol.fields`."""

from protocol.fields import Fields

FIELDS: Fields = {
    "records": "The decisions.",
    "notifications": ("Lines of the list.", "Null: named by `about`."),
    "kind": "What it is about: one of the kinds that `preferences` lists.",
    "hat": "In which of my roles I am told: as `host`, as `model`, or `any`.",
    "about": ("The thing that it is about, such as `call.<id>`.", "Null: named by their ids."),
    "channel": "How I am told: by `email` or by `push`.",
    "title": "Its first line, in my language.",
    "text": "What happened, in my language.",
    "action": "The words of the button that opens `path`, in my language.",
    "read_at": ("When I have seen it.", "Null: I have not yet."),
    "fixed": "It cannot be switched off: it is for the safety of my account.",
    "on": "Whether I am told.",
    "unread": "How many lines of my list are unread.",
    "preferences": "What I am told of, and how.",
    "devices": "Browsers of mine that take pushes.",
    "name": "What the browser is called.",
    "last_used_at": ("When a push last reached it.", "Null: none has."),
    "state": "What became of it; `dead`: it was tried, and given up.",
    "reasons": "Why it was decided so, the first reason first.",
    "due_at": "When it is sent, or was to be.",
    "ended_at": ("When it was sent, skipped or given up.", "Null: it waits still."),
    "quiet_from": (
        "From when on I am not disturbed: a wall time in my own zone, `22:00`.",
        "Null: any time is fine.",
    ),
    "quiet_to": ("Until when, in the same way: `08:00`.", "Null: any time is fine."),
    "urgent_in_quiet_hours": "What is urgent may disturb me nevertheless.",
    "text_in_push": "Pushes may show what others wrote to me, also on a locked screen.",
    "device": ("A browser that takes pushes.", "Null: named by `endpoint`."),
    "endpoint": ("The address that its push service gave the browser.", "Null: named by `device`."),
    "p256dh": "The browser's public key for pushes, as it gives it (RFC 8291).",
    "auth": "The browser's secret for pushes, as it gives it (RFC 8291).",
}
