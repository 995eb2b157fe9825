"""Erasing an account for good: what this room keeps of a person, and at last the person."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q

from core import clock
from core.transaction import transaction
from people import actions, avatars, former
from people.models import AccountChange, Block, FormerHandle, ModelProfile, SignIn, User
from protocol.models import Command

#: What a model's profile says when it says nothing.
BLANK: dict[str, Any] = {
    "pose_styles": [],
    "rating": None,
    "experience": "new",
    "languages": [],
    "about": "",
}


def unname(user: User) -> None:
    """The first step: whatever is read from now on names a former member.

    The handle is kept as one that was given up, by which the next steps find what names it.
    """
    with transaction():
        actions.lock([user.pk])
        me = User.objects.get(pk=user.pk)
        if me.display_name != former.NAME:
            FormerHandle.objects.update_or_create(
                handle=me.handle, defaults={"user": me, "given_up_at": clock.now()}
            )
            me.handle, me.display_name = former.new_handle(), former.NAME
            me.avatar, me.about = avatars.url(former.HANDLE), ""
            me.save()


def forget(user: User) -> None:
    """The last step: the row that others refer to stays, and says nothing of anybody."""
    with transaction():
        actions.lock([user.pk])
        Block.objects.filter(Q(blocker=user) | Q(blocked=user)).delete()
        for kind in (SignIn, AccountChange, EmailAddress, Authenticator, Command):
            kind.objects.filter(user=user).delete()
        ModelProfile.objects.filter(user_profile=user).update(**BLANK)
        me = User.objects.get(pk=user.pk)
        me.groups.clear()
        me.user_permissions.clear()
        if me.email_confirmed_at is None:  # nobody ever knew who it was, so the handle is free
            FormerHandle.objects.filter(user=me).delete()
        _empty(me)
        User.objects.filter(pk=me.pk).update(search_words=None)


def _empty(me: User) -> None:
    now = clock.now()
    blank = User(
        pk=me.pk,
        public_id=me.public_id,
        handle=me.handle,
        display_name=me.display_name,
        avatar=me.avatar,
        created_at=now,
        erased_at=now,
        is_active=False,
        version=me.version,
        changed_xid=me.changed_xid,
        profile_version=me.profile_version,
        rights_xid=me.rights_xid,
    )
    blank.set_unusable_password()
    blank.save()
