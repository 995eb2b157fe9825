"""What notifications about reports and decisions say."""

from notifications.words import Facts, Words, says
from people.models import User

REPORTS = "/settings/reports"
ADMIN = "/admin/moderation/report/"

#: What a report is about, as it is said to the staff.
WHAT = {
    "profile": "a person",
    "message": "a message",
    "reaction": "a reaction",
    "group": "a group",
    "post": "a post",
    "session": "an evening",
    "call": "a call",
    "application": "an application",
    "offer": "an offer",
    "booking": "a booking",
}
ARRIVED = {
    "en": {
        "report.arrived": (
            "A report about @{handle}",
            "About {what}. It waits in the queue.",
        ),
        "appeal.arrived": ("@{handle} appeals a decision", "It waits with the decision."),
        "action": "Open the queue",
    },
    "de": {
        "report.arrived": ("Eine Meldung über @{handle}", "Sie wartet in der Liste."),
        "appeal.arrived": ("@{handle} widerspricht einer Entscheidung", "Der Widerspruch wartet."),
        "action": "Zur Liste",
    },
}
CLOSED = {
    "en": {
        "title": "Your report was looked at",
        True: "Thank you. We found that it breaks the rules here, and acted on it.",
        False: "Thank you. We looked at it, and found nothing against the rules here.",
        "action": "Your reports",
    },
    "de": {
        "title": "Deine Meldung wurde angesehen",
        True: "Danke. Das verstößt gegen die Regeln hier, und wir haben gehandelt.",
        False: "Danke. Wir haben es angesehen und nichts gegen die Regeln gefunden.",
        "action": "Deine Meldungen",
    },
}
DECIDED = {
    "en": {
        "warn": "A warning from the staff",
        "hide": "Something of yours was taken down",
        "limit": "You cannot contact new people for a while",
        "suspend": "Your account is suspended",
        "close": "Your account was closed",
        "answered": "Your appeal was answered",
        "action": "Read it, or appeal",
    },
    "de": {
        "warn": "Eine Verwarnung",
        "hide": "Etwas von dir wurde entfernt",
        "limit": "Du kannst eine Weile niemand Neues ansprechen",
        "suspend": "Dein Konto ist gesperrt",
        "close": "Dein Konto wurde geschlossen",
        "answered": "Dein Widerspruch wurde beantwortet",
        "action": "Lesen oder widersprechen",
    },
}


@says("report.arrived")
def arrived(facts: Facts, count: int, reader: User) -> Words:
    said = ARRIVED.get(reader.language, ARRIVED["en"])
    title, text = said[facts["type"]]
    filled = {**facts, "what": WHAT.get(facts["thing"], "something")}
    return Words(title.format(**filled), text.format(**filled), ADMIN, str(said["action"]))


@says("report.closed")
def closed(facts: Facts, count: int, reader: User) -> Words:
    said = CLOSED.get(reader.language, CLOSED["en"])
    return Words(said["title"], said[bool(facts["acted"])], REPORTS, said["action"])


@says("staff.decided")
def decided(facts: Facts, count: int, reader: User) -> Words:
    said = DECIDED.get(reader.language, DECIDED["en"])
    what = "answered" if facts["type"] == "appeal.answered" else facts["kind"]
    return Words(said[what], facts["words"], REPORTS, said["action"])
