"""The outbox in the admin: what could not be told, and why anybody was told or not."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from notifications.actions.postman import send_again
from notifications.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(ModelAdmin):  # type: ignore[misc]
    """Nothing is edited here; what has failed can be sent again."""

    list_display = (
        "created_at",
        "user",
        "kind",
        "channel",
        "state",
        "reasons",
        "attempts",
        "problem",
    )
    list_filter = ("state", "channel", "kind")
    search_fields = ("user__handle", "user__email", "about")
    list_select_related = ("user",)
    show_full_result_count = False
    actions = ("try_again",)

    @admin.action(description="Try again what could not be sent")
    def try_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        for delivery in chosen:
            send_again(delivery)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False
