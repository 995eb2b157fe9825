"""How people come to be: one at a time, or many at once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from people.models import User


class People(models.QuerySet["User"]):
    """Names that are given to many at once are found, too."""

    def update(self, **fields: Any) -> int:
        if not fields.keys() & {"display_name", "handle"}:
            return super().update(**fields)
        named = list(self.values_list("pk", flat=True))
        changed = super().update(**fields)
        for user in self.model.objects.filter(pk__in=named):
            user.save(update_fields=["search_words"])
        return changed

    def bulk_create(self, objs: Iterable["User"], *args: Any, **kwargs: Any) -> list["User"]:
        users = list(objs)
        for user in users:
            user.find_by_name()
        return super().bulk_create(users, *args, **kwargs)


class Users(BaseUserManager["User"]):
    def get_queryset(self) -> People:
        return People(self.model, using=self._db)

    def create_user(
        self, handle: str, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        user: User = self.model(handle=handle, email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, handle: str, email: str, password: str, **fields: Any) -> "User":
        """The operator vouches for the address, so that it can sign in and reset its password."""
        fields.setdefault("display_name", handle)
        fields.setdefault("email_confirmed_at", timezone.now())
        return self.create_user(handle, email, password, is_staff=True, is_superuser=True, **fields)
