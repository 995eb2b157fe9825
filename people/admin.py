"""People in the admin: who is here, closing an account, and what the staff have done."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from core.refused import Refused
from people.actions import staff
from people.models import StaffAct, User
from people.staff import StaffAdmin

Act = Callable[..., None]


@admin.register(User)
class PersonAdmin(StaffAdmin):
    """Nothing is edited here: people do that themselves. Accounts are closed and reopened."""

    list_display = ("handle", "display_name", "email", "is_host", "is_model", "is_active")
    list_filter = ("is_active", "is_host", "is_model", "is_staff")
    search_fields = ("handle", "display_name", "email")
    fields = (*list_display, "about", "time_zone", "created_at", "email_confirmed_at")
    readonly_fields = fields
    ordering = ("-created_at",)
    actions = ("close", "reopen")

    @admin.action(description="Close the account: out everywhere, at once", permissions=["decide"])
    def close(self, request: HttpRequest, chosen: "QuerySet[User]") -> None:
        self._each(request, chosen, staff.close)

    @admin.action(description="Open the account again", permissions=["decide"])
    def reopen(self, request: HttpRequest, chosen: "QuerySet[User]") -> None:
        self._each(request, chosen, staff.reopen)

    def _each(self, request: HttpRequest, chosen: "QuerySet[User]", act: Act) -> None:
        assert isinstance(request.user, User)
        for user in chosen:
            try:
                act(user, by=request.user)
            except Refused as refused:
                self.message_user(request, f"{user}: {refused.message}", messages.ERROR)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("people.change_user")


@admin.register(StaffAct)
class StaffActAdmin(StaffAdmin):
    list_display = ("created_at", "staff", "act", "person", "about", "detail")
    list_filter = ("act", "created_at")
    list_select_related = ("staff", "person")
    search_fields = ("staff__handle", "person__handle", "about", "detail")
    ordering = ("-created_at",)
    show_full_result_count = False


@admin.register(Group)
class RightsAdmin(StaffAdmin, GroupAdmin):
    """What moderators may do. Only superusers change it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.is_superuser)

    def save_model(self, request: HttpRequest, obj: Group, form: object, change: bool) -> None:
        assert isinstance(request.user, User)
        staff.record(request.user, "group.change", about=obj.name)
        super().save_model(request, obj, form, change)
