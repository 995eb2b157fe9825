"""Django's admin with our own door; apart from it, because apps are not loaded yet here."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "server.staff.StaffSite"
