"""What all pages of the admin share: the staff read, nothing is deleted, every look is recorded."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from people.actions import staff


class StaffAdmin(ModelAdmin):  # type: ignore[misc]
    """Read only. A page that lets the staff decide something says so itself."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page = super().changelist_view(request, extra_context)
        return self._recorded(page, request, request.GET.urlencode())

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        page = super().changeform_view(request, object_id, form_url, extra_context)
        return self._recorded(page, request, object_id or "")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page = super().history_view(request, object_id, extra_context)
        return self._recorded(page, request, f"{object_id} history")

    def _recorded(self, page: HttpResponse, request: HttpRequest, what: str) -> HttpResponse:
        """Whatever the method: a POST that changes nothing shows the page as well."""
        if page.status_code == 200:
            about = f"{self.model._meta.label_lower} {what}".strip()
            staff.record(request.user, "look", about=about)  # type: ignore[arg-type]
        return page

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only by what the list shows. Django lets any column be searched by its beginning: so
        would be found what nobody may read, as a password's hash."""
        filters = [name if isinstance(name, str) else name[0] for name in self.list_filter]
        asked = lookup.partition("__")[0]
        shown = asked in {self.opts.pk.name, *self.list_display, *filters}
        return shown and bool(super().lookup_allowed(lookup, value, request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
