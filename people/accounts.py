"""Sign-up, as Callboard asks for it, on top of django-allauth."""

import re
import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest

from people import avatars, queries, sessions
from people.models import ModelProfile, User


class SignUpForm(forms.Form):
    """What a newcomer tells besides e-mail and password."""

    display_name = forms.CharField(max_length=60)
    is_host = forms.BooleanField(required=False)
    is_model = forms.BooleanField(required=False)
    time_zone = forms.CharField(max_length=60, required=False)
    adult = forms.BooleanField(
        error_messages={"required": "Callboard is for people who are 18 or older."}
    )

    def clean_time_zone(self) -> str:
        zone = self.cleaned_data["time_zone"]
        return zone if queries.is_time_zone(zone) else "UTC"

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth for a new person, after the row has been saved."""
        if user.is_model:
            ModelProfile.objects.get_or_create(user_profile=user)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        given = form.cleaned_data
        user.display_name = given["display_name"].strip()
        user.handle = free_handle(user.display_name)
        user.avatar = avatars.url(user.handle)
        user.is_host, user.is_model = given["is_host"], given["is_model"]
        user.time_zone = given["time_zone"]
        user.born_before_18_years = given["adult"]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def set_password(self, user: User, password: str) -> None:
        """Changed or forgotten: whoever does it stays signed in here, and nowhere else."""
        user.keeps_sign_in = sessions.current(self.request)
        super().set_password(user, password)


def free_handle(name: str) -> str:
    """`Ana Lima` -> `ana-lima`, or `ana-lima-2` if that one is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:24] or "person"
    taken = set(User.objects.filter(handle__startswith=base).values_list("handle", flat=True))
    if base not in taken:
        return base
    return next(h for n in range(2, len(taken) + 3) if (h := f"{base}-{n}") not in taken)
