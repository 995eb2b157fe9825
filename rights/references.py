"""What refers to a person: as long as any of it is there, so is the row of somebody erased."""

from collections.abc import Iterator

from django.db.models import Exists, Model, OuterRef, Q

from people.models import ModelProfile, User

#: Rows that go with their person: they say nothing of anybody else.
GOES_ALONG = frozenset(
    [
        "account.EmailAddress.user",
        "mfa.Authenticator.user",
        "people.ModelProfile.user_profile",
        "people.SignIn.user",
        "people.AccountChange.user",
        "people.Block.blocker",
        "protocol.Command.user",
        "conversations.Reach.by",
        "feed.FeedProfile.user",
        "rights.Export.user",
        "notifications.Notification.user",
        "notifications.Delivery.user",
        "notifications.Device.user",
        "notifications.Preference.user",
        "notifications.Quiet.user",
    ]
)


def references(to: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Every model that refers to this one, with the name of the field."""
    for field in to._meta.get_fields(include_hidden=True):
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one):
            yield field.related_model, field.field.name  # type: ignore[misc, union-attr]


def label(model: type[Model], field: str) -> str:
    return f"{model._meta.label}.{field}"


def nobody_refers() -> Q:
    """A condition on people: nothing of others speaks of them."""
    condition = Q()
    for model, field in references(User):
        if label(model, field) not in GOES_ALONG:
            condition &= ~Q(Exists(model._base_manager.filter(**{field: OuterRef("pk")})))
    for model, field in references(ModelProfile):
        of_person = {f"{field}__user_profile": OuterRef("pk")}
        condition &= ~Q(Exists(model._base_manager.filter(**of_person)))
    return condition
