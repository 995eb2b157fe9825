"""The outbox in the admin: what could not be told, and why anybody was told or not."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from notifications.actions.postman import send_again
from notifications.models import Delivery
from people.actions import staff
from people.models import User
from people.staff import StaffAdmin


@admin.register(Delivery)
class DeliveryAdmin(StaffAdmin):
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

    @admin.action(description="Try again what could not be sent", permissions=["decide"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        assert isinstance(request.user, User)
        for delivery in chosen:
            staff.record(request.user, "delivery.again", delivery.user, f"delivery.{delivery.pk}")
            send_again(delivery)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.change_delivery")
