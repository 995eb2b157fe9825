from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from conversations.models import Report


@admin.register(Report)
class ReportAdmin(ModelAdmin):  # type: ignore[misc]
    """What people have reported; a line is closed when somebody has looked at it."""

    list_display = ("created_at", "person", "reporter", "reason", "said", "closed_at")
    list_filter = (("closed_at", admin.EmptyFieldListFilter),)
    search_fields = ("person__handle", "reporter__handle", "reason")
    fields = ("created_at", "person", "reporter", "reason", "said", "closed_at")
    readonly_fields = ("created_at", "person", "reporter", "reason", "said")
    ordering = ("-created_at",)

    @admin.display(description="what was said")
    def said(self, report: Report) -> str:
        return report.message.content if report.message else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
