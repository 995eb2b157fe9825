"""What notifications about reports and decisions say."""

from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_noop as _

from notifications.words import Facts, Words, says
from people.models import User

REPORTS = "/settings/reports"
ADMIN = "/admin/moderation/report/"

#: What a report is about, as it is said to the staff.
WHAT = {
    "profile": pgettext_lazy("about", "a person"),
    "message": pgettext_lazy("about", "a message"),
    "reaction": pgettext_lazy("about", "a reaction"),
    "group": pgettext_lazy("about", "a group"),
    "post": pgettext_lazy("about", "a post"),
    "session": pgettext_lazy("about", "an evening"),
    "call": pgettext_lazy("about", "a call"),
    "application": pgettext_lazy("about", "an application"),
    "offer": pgettext_lazy("about", "an offer"),
    "booking": pgettext_lazy("about", "a booking"),
}
DECIDED = {
    "warn": _("A warning from the staff"),
    "hide": _("Something of yours was taken down"),
    "limit": _("You cannot contact new people for a while"),
    "suspend": _("Your account is suspended"),
    "close": _("Your account was closed"),
    "answered": _("Your appeal was answered"),
}


@says("report.arrived")
def arrived(facts: Facts, count: int, reader: User) -> Words:
    if facts["type"] == "appeal.arrived":
        title = gettext("@{handle} appeals a decision")
        text = gettext("It waits with the decision.")
    else:
        title = gettext("A report about @{handle}")
        text = gettext("About {what}. It waits in the queue.")
    what = WHAT.get(facts["thing"], pgettext("about", "something"))
    title, text = title.format(handle=facts["handle"]), text.format(what=what)
    return Words(title, text, ADMIN, gettext("Open the queue"))


@says("report.closed")
def closed(facts: Facts, count: int, reader: User) -> Words:
    if facts["acted"]:
        text = gettext("Thank you. We found that it breaks the rules here, and acted on it.")
    else:
        text = gettext("Thank you. We looked at it, and found nothing against the rules here.")
    return Words(
        gettext("Your report was looked at"),
        text,
        REPORTS,
        gettext("Your reports"),
    )


@says("staff.decided")
def decided(facts: Facts, count: int, reader: User) -> Words:
    what = "answered" if facts["type"] == "appeal.answered" else facts["kind"]
    title, action = gettext(DECIDED[what]), gettext("Read it, or appeal")
    return Words(title, facts["words"], REPORTS, action)
