"""The queue of the staff: reports to decide about, sanctions to lift, appeals to answer."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from core.refused import Refused
from moderation.actions import decisions
from moderation.actions.things import evidence_file
from moderation.models import DECISIONS, LASTING, Report, Sanction
from moderation.queries.evidence import as_text
from people.actions import staff
from people.models import User
from people.staff import StaffAdmin

EXPLAINED = {
    "none": "Nothing is wrong",
    "warn": "Warn the person",
    "hide": "Take the thing down",
    "limit": "No contact with new people, until ...",
    "suspend": "Suspend the account, until ...",
    "close": "Close the account",
}


class Decision(forms.ModelForm):  # type: ignore[type-arg]
    decision = forms.ChoiceField(choices=[(name, EXPLAINED[name]) for name in DECISIONS])
    until = forms.SplitDateTimeField(required=False, widget=AdminSplitDateTime, help_text="UTC")
    words = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea, help_text="The person reads this."
    )

    class Meta:
        model = Report
        fields: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        decision = given.get("decision")
        if decision in LASTING and not given.get("until"):
            self.add_error("until", "Say until when.")
        if decision != "none" and not (given.get("words") or "").strip():
            self.add_error("words", "Say why, in words for the person.")
        return given


class Deciding(StaffAdmin):
    """A page whose form decides something: who may view it may not yet decide."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        label = self.opts.app_label
        return request.user.has_perm(f"{label}.change_{self.opts.model_name}")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A decision is an action, which brings its own transaction."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        page = self._changeform_view(request, object_id, form_url, extra_context)
        return self._recorded(page, request, object_id or "")

    def log_change(self, *_: Any) -> None:
        """The log of the staff says it, in the transaction of the decision."""


@admin.register(Report)
class ReportAdmin(Deciding):
    form = Decision
    list_display = ("created_at", "thing", "person", "reporter", "reason", "state", "taken_by")
    list_filter = ("state", "thing", "decision")
    list_select_related = ("person", "reporter", "taken_by")
    search_fields = ("person__handle", "reporter__handle", "reason")
    readonly_fields = (
        *("created_at", "thing", "person", "reporter", "reason", "as_reported", "picture"),
        *("against_before", "state", "taken_by", "closed_at"),
    )
    ordering = ("state", "created_at")
    actions = ("take",)

    def get_fields(self, request: HttpRequest, obj: Report | None = None) -> list[str]:
        """A closed report is read only, and shows what was decided."""
        if obj is None or obj.state == Report.CLOSED:
            return [*self.readonly_fields, "decision"]
        return [*self.readonly_fields, "decision", "until", "words"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or obj.state != Report.CLOSED
        return is_open and super().has_change_permission(request, obj)

    @admin.display(description="as it was when it was reported")
    def as_reported(self, report: Report) -> str:
        return format_html('<pre style="white-space:pre-wrap">{}</pre>', as_text(report.evidence))

    @admin.display(description="picture")
    def picture(self, report: Report) -> str:
        if not evidence_file(report).exists():
            return "-"
        address = reverse("admin:report_picture", args=[report.pk])
        return format_html('<img src="{}" alt="the reported picture" width="400">', address)

    @admin.display(description="decisions against this person before")
    def against_before(self, report: Report) -> str:
        before = Sanction.objects.filter(person=report.person).order_by("begins_at")
        return "; ".join(f"{row.begins_at:%Y-%m-%d} {row.kind}" for row in before) or "none"

    @admin.action(description="Take: I look at it", permissions=["change"])
    def take(self, request: HttpRequest, chosen: "QuerySet[Report]") -> None:
        for report in chosen.exclude(state=Report.CLOSED):
            decisions.take(report, by=member(request))

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        given = form.cleaned_data
        try:
            decisions.decide(
                obj,
                given["decision"],
                words=given["words"],
                until=given["until"],
                by=member(request),
            )
        except Refused as refused:
            self.message_user(request, refused.message, messages.ERROR)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.show_picture)
        own = path("<int:report>/picture", view, name="report_picture")
        return [own, *super().get_urls()]

    def show_picture(self, request: HttpRequest, report: int) -> HttpResponseBase:
        row = Report.objects.filter(pk=report).first()
        if row is None or not self.has_view_permission(request) or not evidence_file(row).exists():
            raise Http404
        about = f"report.{row.public_id} picture"
        staff.record(member(request), "look", row.person, about)
        return FileResponse(evidence_file(row).open("rb"), content_type="image/jpeg")


class Answer(forms.ModelForm):  # type: ignore[type-arg]
    answer = forms.CharField(
        max_length=2000, widget=forms.Textarea, help_text="The person reads this."
    )
    lifts = forms.BooleanField(required=False, label="End the sanction")

    class Meta:
        model = Sanction
        fields: tuple[str, ...] = ()


@admin.register(Sanction)
class SanctionAdmin(Deciding):
    """A sanction is lifted from the list; its page answers an appeal."""

    form = Answer
    list_display = ("begins_at", "person", "kind", "ends_at", "lifted_at", "appealed_at")
    list_filter = (
        "kind",
        ("lifted_at", admin.EmptyFieldListFilter),
        ("appealed_at", admin.EmptyFieldListFilter),
        ("answered_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("person",)
    search_fields = ("person__handle", "words")
    readonly_fields = (
        *("begins_at", "person", "kind", "words", "ends_at", "lifted_at", "decided_by"),
        *("appeal", "appealed_at", "answered_at"),
    )
    ordering = ("-begins_at",)
    actions = ("lift",)

    def get_fields(self, request: HttpRequest, obj: Sanction | None = None) -> list[str]:
        waits = obj is not None and _waits(obj)
        return [*self.readonly_fields, "answer", *(["lifts"] if waits else [])]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or _waits(obj)) and super().has_change_permission(request, obj)

    @admin.action(description="End the sanction now", permissions=["change"])
    def lift(self, request: HttpRequest, chosen: "QuerySet[Sanction]") -> None:
        for sanction in chosen:
            try:
                decisions.lift(sanction, by=member(request))
            except Refused as refused:
                self.message_user(request, refused.message, messages.ERROR)

    def save_model(self, request: HttpRequest, obj: Sanction, form: Any, change: bool) -> None:
        given = form.cleaned_data
        try:
            decisions.answer_appeal(obj, given["answer"], lifts=given["lifts"], by=member(request))
        except Refused as refused:
            self.message_user(request, refused.message, messages.ERROR)


def _waits(sanction: Sanction) -> bool:
    return sanction.appealed_at is not None and sanction.answered_at is None


def member(request: HttpRequest) -> User:
    """The member of the staff who is asking."""
    assert isinstance(request.user, User)
    return request.user
