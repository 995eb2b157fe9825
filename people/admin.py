"""People in the admin: who is here, and closing an account."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from people.actions import close_account, reopen_account
from people.models import User


@admin.register(User)
class PersonAdmin(ModelAdmin):  # type: ignore[misc]
    """Nothing is edited here: people do that themselves. Accounts are closed and reopened."""

    list_display = ("handle", "display_name", "email", "is_host", "is_model", "is_active")
    list_filter = ("is_active", "is_host", "is_model", "is_staff")
    search_fields = ("handle", "display_name", "email")
    fields = (*list_display, "about", "time_zone", "created_at", "email_confirmed_at")
    readonly_fields = fields
    ordering = ("-created_at",)
    actions = ("close", "reopen")

    @admin.action(description="Close the account: out everywhere, at once", permissions=["decide"])
    def close(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in chosen:
            if user != request.user:
                close_account(user)

    @admin.action(description="Open the account again", permissions=["decide"])
    def reopen(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in chosen:
            reopen_account(user)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("people.change_user")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
