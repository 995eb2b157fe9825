"""Models with a rare offer, so that a call for it reaches nobody whom another test has made."""

from typing import Any
from uuid import UUID

from people.models import ModelProfile, User
from tests.people import person
from tests.stories import call_row
from workflows.models import Told

RARE = {"pose_style": "costume", "experience": "experienced", "languages": ["de"]}
PROFILE: dict[str, Any] = {
    "pose_styles": ["costume"],
    "experience": "experienced",
    "languages": ["de"],
}


def forget_the_rare() -> None:
    """Those of earlier tests are away."""
    before = User.objects.filter(model_profile__pose_styles__contains=["costume"])
    before.update(is_active=False)


def rare(name: str, **fields: Any) -> User:
    profile = PROFILE | fields.pop("profile", {})
    user = person(name, is_model=True, **fields)
    ModelProfile.objects.create(user_profile=user, **profile)
    return user


def told_of(call: UUID) -> set[User]:
    return {row.model.user_profile for row in Told.objects.filter(open_call=call_row(call))}
