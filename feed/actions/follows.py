"""Whose posts one sees: follow, unfollow, remove a follower, the bell."""

from django.conf import settings

from conversations.actions.reaching import reach
from core.refused import Refused
from feed.actions.topic import lock, tell_follows
from feed.models import Follow
from feed.topics import PROFILE_FOLLOWERS
from feed.verbs import FollowPerson, HideLists, RemoveFollower, RingBell, UnfollowPerson
from people import queries as people
from people.actions import hold_pair, took_rights
from people.models import User
from people.verbs import Done
from protocol import publish
from protocol.action import action


@action
def follow(ask: FollowPerson, *, by: User) -> Done:
    person = people.person(ask.person, seen_by=by)
    if person.pk == by.pk:
        raise Refused("bad_request", "You see your own posts anyway.", field="person")
    hold_pair(by.pk, person.pk)
    if people.are_blocked(by.pk, person.pk):
        raise Refused("blocked", "You two are not in contact any more.")
    if Follow.objects.filter(follower=by, followed=person).exists():
        return Done(version=by.version)
    reach(by, "follow", person)
    [profile] = lock(by)
    most = settings.LIMITS.follows_per_person
    if Follow.objects.filter(follower=by).count() >= most:
        raise Refused("forbidden", f"You follow {most} people: that is as many as one can.")
    Follow.objects.create(follower=by, followed=person)
    return Done(version=tell_follows([profile])[by.pk])


@action
def unfollow(ask: UnfollowPerson, *, by: User) -> Done:
    return _end(follower=by, followed=people.anybody(ask.person), by=by)


@action
def remove_follower(ask: RemoveFollower, *, by: User) -> Done:
    return _end(follower=people.anybody(ask.person), followed=by, by=by)


def _end(*, follower: User, followed: User, by: User) -> Done:
    """What is for followers only is silent at once, on every socket of the one who was."""
    hold_pair(follower.pk, followed.pk)
    ended, _ = Follow.objects.filter(follower=follower, followed=followed).delete()
    if not ended:
        return Done(version=by.version)
    versions = tell_follows(lock(follower))
    took_rights([follower.pk])
    publish.publish([publish.Unwatched(PROFILE_FOLLOWERS.topic(followed.public_id), [follower.pk])])
    return Done(version=versions.get(by.pk, by.version))


@action
def ring_bell(ask: RingBell, *, by: User) -> Done:
    person = people.person(ask.person, seen_by=by)
    [profile] = lock(by)
    mine = Follow.objects.filter(follower=by, followed=person).first()
    if mine is None:
        raise Refused("conflict", f"Follow {person.display_name} first.")
    if mine.bell == ask.on:
        return Done(version=by.version)
    mine.bell = ask.on
    mine.save(update_fields=["bell"])
    return Done(version=tell_follows([profile])[by.pk])


@action
def hide_lists(ask: HideLists, *, by: User) -> Done:
    [profile] = lock(by)
    if profile.private_lists == ask.private:
        return Done(version=by.version)
    profile.private_lists = ask.private
    return Done(version=tell_follows([profile])[by.pk])
