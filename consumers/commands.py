"""One line per verb: what is asked, and the action that does it. Both doors read this table."""

from collections.abc import Callable
from typing import Any, NamedTuple, get_type_hints

from conversations import verbs as conversation
from conversations.actions import contact, editing, groups, inbox, messages, opening, signals
from feed import verbs as feed
from feed.actions import follows, posts
from moderation import actions as staff
from moderation import verbs as moderation
from notifications import verbs as notification
from notifications.actions import devices, reading
from notifications.actions import settings as telling
from people import actions as people
from people import queries
from people import verbs as person
from people.actions import sign_ins
from people.models import SignIn
from protocol.wire import Result, Verb
from rights import verbs as rights
from rights.actions import exporting, leaving
from workflows import verbs as workflow
from workflows.actions import applying, bookings, calls, choosing, fanout, offers, sessions, terms
from workflows.actions import calendar as feeds


class Command(NamedTuple):
    ask: type[Verb]
    act: Callable[..., Result]

    @property
    def answer(self) -> type[Result]:
        return get_type_hints(self.act)["return"]  # type: ignore[no-any-return]


COMMANDS = {
    command.ask.verb: command
    for command in (
        Command(conversation.StartConversation, opening.start),
        Command(conversation.SendMessage, messages.send_message),
        Command(conversation.EditMessage, editing.edit),
        Command(conversation.DeleteMessage, editing.delete),
        Command(conversation.React, editing.react),
        Command(conversation.TellTyping, signals.typing),
        Command(conversation.AcceptContact, contact.accept),
        Command(conversation.AddPeople, groups.add),
        Command(conversation.RemovePerson, groups.remove),
        Command(conversation.LeaveConversation, groups.leave),
        Command(conversation.RenameConversation, groups.rename),
        Command(conversation.SetRole, groups.set_role),
        Command(conversation.ReadConversation, inbox.read),
        Command(conversation.MarkUnread, inbox.mark_unread),
        Command(conversation.ArchiveConversation, inbox.archive),
        Command(conversation.MuteConversation, inbox.mute),
        Command(workflow.CreateSession, sessions.create_session),
        Command(workflow.UpdateSession, sessions.update_session),
        Command(workflow.CancelSession, sessions.cancel_session),
        Command(workflow.OpenCall, calls.open_call),
        Command(workflow.ExtendCall, calls.extend),
        Command(workflow.UpdateCall, terms.update_call),
        Command(workflow.AgreeToTerms, terms.agree_to_terms),
        Command(workflow.CancelCall, calls.cancel),
        Command(workflow.ReopenCall, calls.reopen),
        Command(workflow.InviteToCall, calls.invite),
        Command(workflow.ViewCall, fanout.view),
        Command(workflow.Apply, applying.apply),
        Command(workflow.Withdraw, applying.withdraw),
        Command(workflow.Shortlist, choosing.shortlist),
        Command(workflow.Reject, choosing.reject),
        Command(workflow.Confirm, choosing.confirm),
        Command(workflow.SendOffer, offers.send_offer),
        Command(workflow.AcceptOffer, offers.accept),
        Command(workflow.DeclineOffer, offers.decline),
        Command(workflow.WithdrawOffer, offers.withdraw_offer),
        Command(workflow.AgreeToMove, bookings.agree),
        Command(workflow.CancelBooking, bookings.cancel_booking),
        Command(workflow.NoShow, bookings.no_show),
        Command(workflow.Object, bookings.object_to),
        Command(workflow.Rate, bookings.rate),
        Command(workflow.RenewCalendar, feeds.renew_calendar),
        Command(feed.PublishPost, posts.publish_post),
        Command(feed.UpdatePost, posts.update_post),
        Command(feed.DeletePost, posts.delete_post),
        Command(feed.PinPost, posts.pin_post),
        Command(feed.FollowPerson, follows.follow),
        Command(feed.UnfollowPerson, follows.unfollow),
        Command(feed.RemoveFollower, follows.remove_follower),
        Command(feed.RingBell, follows.ring_bell),
        Command(feed.HideLists, follows.hide_lists),
        Command(moderation.Report, staff.report),
        Command(moderation.Appeal, staff.appeal),
        Command(notification.ReadNotifications, reading.read),
        Command(notification.ReadAllNotifications, reading.read_all),
        Command(notification.Look, reading.look),
        Command(notification.Prefer, telling.prefer),
        Command(notification.KeepQuiet, telling.keep_quiet),
        Command(notification.RegisterDevice, devices.register_device),
        Command(notification.RemoveDevice, devices.remove_device),
        Command(person.BlockPerson, people.block),
        Command(person.UnblockPerson, people.unblock),
        Command(person.UpdateProfile, people.update_profile),
        Command(person.SignOut, sign_ins.sign_out),
        Command(person.CreateToken, sign_ins.make_token),
        Command(rights.MakeArchive, exporting.make_archive),
        Command(rights.DeleteAccount, leaving.delete_account),
    )
}


class SignedOut(Exception):
    """The sign-in behind a door has ended: nothing more is done for it.

    `code`: how its socket closes, 4403 where the account was closed.
    """

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def carry_out(ask: Verb, sign_in_id: int, present: bool = False) -> Result:
    """Run a command for whoever is behind a sign-in, as they are now. In a database thread.

    `present`: a program with a token has said that its person is here.
    """
    sign_in = signed_in(sign_in_id)
    sign_in.user.is_here |= present
    return COMMANDS[ask.verb].act(ask, by=sign_in.user, **_context(ask, sign_in))


def signed_in(sign_in_id: int, *, with_model: bool = False) -> SignIn:
    """A sign-in that is still live, or `SignedOut`."""
    found = queries.live_sign_in(sign_in_id, with_model=with_model)
    if found is None:
        closed = SignIn.objects.filter(pk=sign_in_id, user__is_active=False).exists()
        raise SignedOut(4403 if closed else 4401)
    return found


def _context(ask: Verb, sign_in: SignIn) -> dict[str, Any]:
    """Signing out, and a browser's pushes, care which of one's sign-ins is asking."""
    caring = (
        *(person.SignOut, person.CreateToken, notification.RegisterDevice),
        *(rights.MakeArchive, rights.DeleteAccount),
    )
    return {"sign_in": sign_in} if isinstance(ask, caring) else {}
