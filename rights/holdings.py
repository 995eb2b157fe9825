"""What this installation holds of a person, reference by reference: read by the export and a test.

Every column that refers to a person is named here: it is either in a file of the archive, or there
is a reason why not. A column that is missing fails the test.
"""

from typing import NamedTuple

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from people.models import User


class Part(NamedTuple):
    """Rows of a model that refer to a person by one of `fields` are `<name>.json` in the archive.

    `but`: columns that are secrets, or somebody else's affair.
    """

    name: str
    model: str
    fields: str
    but: str = ""

    def rows(self, user: User) -> QuerySet[Model]:
        mine = Q()
        for field in self.fields.split():
            mine |= Q(**{path_of(field): user.pk})
        return self.kind._base_manager.filter(mine).order_by("pk")

    @property
    def kind(self) -> type[Model]:
        return apps.get_model(self.model)


def path_of(field: str) -> str:
    """Models are people, too: their rows refer to a person by what they offer."""
    return f"{field}__user_profile" if field == "model" else field


PARTS = (
    Part("profile", "people.User", "pk", but="password search_words"),
    Part("model", "people.ModelProfile", "user_profile"),
    Part("addresses", "account.EmailAddress", "user"),
    Part("second_factors", "mfa.Authenticator", "user", but="data"),
    Part("former_handles", "people.FormerHandle", "user"),
    Part("sign_ins", "people.SignIn", "user", but="token_hash"),
    Part("account_changes", "people.AccountChange", "user"),
    Part("blocks", "people.Block", "blocker"),
    Part("conversations", "conversations.Participant", "user"),
    Part("times_in_conversations", "conversations.Stint", "user"),
    Part("messages", "conversations.Message", "sender"),
    Part("reactions", "conversations.Reaction", "user"),
    Part("pictures", "conversations.Image", "owner"),
    Part("contacts_counted", "conversations.Reach", "by"),
    Part("posts", "feed.Post", "author"),
    Part("follows", "feed.Follow", "follower followed", but="bell"),
    Part("feed_settings", "feed.FeedProfile", "user"),
    Part("evenings", "workflows.CalendarSession", "host"),
    Part("calls", "workflows.OpenCall", "host"),
    Part("applications", "workflows.Application", "model"),
    Part("calls_told", "workflows.Told", "model"),
    Part("offers", "workflows.JobOffer", "host model"),
    Part("bookings", "workflows.Booking", "model"),
    Part("decisions", "workflows.Transition", "by"),
    Part("notifications", "notifications.Notification", "user"),
    Part("deliveries", "notifications.Delivery", "user"),
    Part("notification_settings", "notifications.Preference", "user"),
    Part("quiet_hours", "notifications.Quiet", "user"),
    Part("devices", "notifications.Device", "user", but="auth p256dh"),
    Part("reports", "moderation.Report", "reporter", but="evidence taken_by decision"),
    Part("sanctions", "moderation.Sanction", "person", but="decided_by report"),
    Part("archives", "rights.Export", "user"),
)

#: References that are in no file, and why.
WITHHELD = {
    "people.Block.blocked": "who has blocked somebody is the affair of those who did",
    "conversations.Conversation.low": "in conversations.json, by one's place in it",
    "conversations.Conversation.high": "in conversations.json, by one's place in it",
    "conversations.Conversation.opened_by": "the first message says it",
    "conversations.Reach.other": "how much others reach out is counted for them",
    "moderation.Report.person": "reports are kept from those whom they are about",
    "moderation.Report.taken_by": "work of the staff",
    "moderation.Sanction.decided_by": "work of the staff",
    "people.StaffAct.staff": "work of the staff; the log of the installation",
    "people.StaffAct.person": "work of the staff; decisions are in sanctions.json",
    "admin.LogEntry.user": "work of the staff; the log of the installation",
    "people.User_groups.user": "rights of the staff, which the operator gives",
    "people.User_user_permissions.user": "rights of the staff, which the operator gives",
    "protocol.Command.user": "random keys; what was done with them is in the other files",
}
