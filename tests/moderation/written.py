"""Everything that a person writes and another can see, and as what it is reported.

By column, by field on the wire, and by field of a verb. What is in none of these tables fails the
tests, and so does a thing whose evidence leaves out a text of it.
"""

from inspect import get_annotations
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Field, JSONField, TextField
from msgspec import inspect

from protocol.asked import LINE, TEXT, checks
from protocol.wire import Verb
from server import schema

#: An application is reported by two: by the host for its note (`note`), and by the model for what
#: they have applied to.
COLUMNS = {
    "people.User.handle": "profile",
    "people.User.display_name": "profile",
    "people.User.about": "profile",
    "people.ModelProfile.about": "profile note",
    "conversations.Message.content": "message",
    "conversations.Message.data": "line",
    "conversations.Message.via": "message",
    "conversations.MessageRevision.content": "former",
    "conversations.Reaction.emoji": "reaction",
    "conversations.Conversation.title": "group",
    "conversations.Participant.left_title": "left",
    "feed.Post.content": "post",
    "feed.Post.link_url": "post",
    "workflows.CalendarSession.title": "session call application offer booking",
    "workflows.CalendarSession.district": "session call application offer booking",
    "workflows.CalendarSession.place": "booking",
    "workflows.OpenCall.note": "call application",
    "workflows.Application.note": "note",
    "workflows.Application.terms": "application",
    "workflows.Application.kept": "application",
    "workflows.JobOffer.note": "offer",
    "workflows.JobOffer.kept": "offer",
    "workflows.Booking.kept": "booking",
}
#: Of the other columns: why nobody has to report them.
NOBODY_WRITES = {
    "a word of ours, or chosen from a list of ours": """
        conversations.Conversation.kind conversations.Image.problem conversations.Image.state
        conversations.Message.kind conversations.Participant.role feed.Post.visibility
        people.ModelProfile.experience people.ModelProfile.languages
        people.ModelProfile.pose_styles people.User.avatar people.User.language
        people.User.time_zone workflows.Application.reason workflows.Application.status
        workflows.Booking.state workflows.CalendarSession.time_zone
        workflows.JobOffer.fee_currency workflows.JobOffer.status
        workflows.OpenCall.fee_currency workflows.OpenCall.requirements workflows.OpenCall.status
        rights.Export.state moderation.Sanction.kind moderation.Sanction.about
        """,
    "of lines of the system, which the staff alone changes": "conversations.MessageRevision.data",
    "copies of what is reported where it stands, and lead there": """
        notifications.Notification.about notifications.Notification.data
        notifications.Delivery.about notifications.Delivery.data
        """,
    "shown to nobody else": """
        people.User.email people.User.password people.User.calendar_token
        people.FormerHandle.handle people.SignIn.kind people.SignIn.name people.SignIn.scopes
        people.SignIn.verbs people.AccountChange.kind people.AccountChange.address
        people.AccountChange.detail notifications.Notification.kind
        notifications.Notification.hat notifications.Preference.kind
        notifications.Preference.hat notifications.Preference.channel
        notifications.Device.endpoint notifications.Device.p256dh notifications.Device.auth
        notifications.Device.name notifications.Delivery.kind notifications.Delivery.hat
        notifications.Delivery.channel notifications.Delivery.key notifications.Delivery.state
        notifications.Delivery.reasons notifications.Delivery.problem
        conversations.Reach.kind conversations.Reach.about workflows.Transition.kind
        workflows.Transition.data protocol.Command.result
        """,
    "between people and the staff, who appeal or decide": """
        moderation.Report.thing moderation.Report.about moderation.Report.evidence
        moderation.Report.reason moderation.Report.state moderation.Report.decision
        moderation.Sanction.words moderation.Sanction.appeal moderation.Sanction.answer
        people.StaffAct.act people.StaffAct.about people.StaffAct.detail
        """,
    "the installation's own": """
        protocol.Installation.epoch protocol.Heartbeat.name notifications.PushKey.private_pem
        notifications.Watermark.name
        """,
}

#: Fields of what goes over the wire, by the Struct that declares them.
SHOWN = {
    "Person.handle": "profile",
    "Person.name": "profile",
    "Profile.about": "profile",
    "Entry.about": "profile",
    "ModelCard.about": "profile note",
    "NamedPerson.name": "line",
    "OfGroup.title": "line",
    "ConversationInfo.title": "group",
    "Head.title": "group",
    "Message.content": "message",
    "Message.via": "message",
    "Reaction.emoji": "reaction",
    "Post.content": "post",
    "Post.link_url": "post",
    "Evening.title": "session call application offer booking",
    "Evening.district": "session call application offer booking",
    "Session.place": "booking",
    "StandingBooking.title": "booking",
    "Terms.title": "application offer booking",
    "Terms.district": "application offer booking",
    "Terms.place": "booking",
    "Terms.note": "call application offer",
    "CallState.note": "call",
    "Call.note": "call application",
    "MyApplication.terms": "application",
    "MyApplication.note": "note",
    "Applicant.note": "note",
    "CardApplication.note": "note",
    "Offer.note": "offer",
    "Notice.title": "message group call application offer booking",
    "Notice.text": "message group call application offer booking",
    "DeliveryRecord.title": "message group call application offer booking",
}
#: Names of fields that hold no words of anybody, whichever Struct has them.
WORDLESS = {
    *("avatar", "time_zone", "fee_currency", "terms", "version", "reason", "reasons", "field"),
    *("kind", "about", "path", "action", "status", "next", "cursor", "newest", "topic", "topics"),
    *("token", "epoch", "gone", "limits", "read", "objects", "data", "reset", "problem", "message"),
    *("pose_styles", "experience", "languages", "requirements", "why", "misses", "language"),
    *("scopes", "verbs", "verb", "told", "quiet_from", "quiet_to", "push_key"),
}
#: Only its own person sees it, or only they and the staff.
OWN = {
    *("Me.email", "SignInRow.name", "PushDevice.name", "Preference.title", "Prefill.note"),
    *("MyReport.reason", "MySanction.words", "MySanction.appeal", "MySanction.answer"),
    "Reason.words",  # words of ours
}

#: What people write in a verb.
ASKED = {
    "message.send.content": "message",
    "message.edit.content": "message",
    "conversation.start.content": "message",
    "conversation.start.title": "group",
    "conversation.rename.title": "group line",
    "profile.update.name": "profile",
    "profile.update.about": "profile",
    "post.publish.content": "post",
    "post.update.content": "post",
    "session.create.title": "session",
    "session.create.place": "booking",
    "session.create.district": "session",
    "session.update.title": "session",
    "session.update.place": "booking",
    "session.update.district": "session",
    "call.open.note": "call",
    "call.update.note": "call",
    "call.apply.note": "note",
    "offer.send.note": "offer",
    "token.create.name": "message",
}
#: Read by nobody but its own person, or by the staff.
ASKED_OF_US = {"report.reason", "appeal.text", "device.register.name", "notification.prefer.kind"}

OURS = {
    *("people", "conversations", "workflows", "feed", "notifications", "moderation", "rights"),
    "protocol",
}


def columns() -> "dict[str, Field[Any, Any]]":
    """Every column of ours that can hold a text."""
    return {
        f"{model._meta.label}.{column.name}": column
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if model._meta.app_label in OURS
        and isinstance(column, CharField | TextField | JSONField | ArrayField)
    }


def fields() -> dict[str, str]:
    """Every field of the wire that can hold a text, by the Struct that declares it -> its name."""
    found = {}
    for struct in schema.structs():
        if not issubclass(struct, Verb):
            info = inspect.type_info(struct)
            assert isinstance(info, inspect.StructType)
            for field in info.fields:
                if _is_text(field.type):
                    owner = next(c for c in reversed(struct.__mro__) if _declares(c, field.name))
                    found[f"{owner.__name__}.{field.name}"] = field.name
    return found


def _declares(kind: type, name: str) -> bool:
    return name in get_annotations(kind)


def _is_text(kind: inspect.Type) -> bool:
    if isinstance(kind, inspect.UnionType):
        return any(map(_is_text, kind.types))
    if isinstance(kind, inspect.ListType):
        return _is_text(kind.item_type)
    return isinstance(kind, inspect.StrType | inspect.DictType | inspect.AnyType | inspect.RawType)


def asked() -> set[str]:
    """Every field of a verb in which somebody writes a line or a text."""
    return {
        f"{verb}.{check.field}"
        for verb, struct in schema.verbs().items()
        for check in checks(struct)
        if check.rule in (LINE, TEXT)
    }
