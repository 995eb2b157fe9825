from django.contrib import admin
from django.urls import include, path, re_path

from conversations import media
from feed import syndication
from notifications import unsubscribing
from people import avatars
from protocol.api import broken_handler, not_found_handler
from server import api, client, demo, health, mailbox
from workflows.api import calendar

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("admin/", admin.site.urls),
    path("_allauth/", include("allauth.headless.urls")),
    path("avatars/<slug:handle>.svg", avatars.view),
    path("avatars/<slug:handle>.png", avatars.picture),
    path("calendar/<str:token>.ics", calendar),
    path("@<slug:handle>/rss.xml", syndication.rss),
    path("@<slug:handle>/atom.xml", syndication.atom),
    path("@<slug:handle>", client.profile),
    path("media/images", media.upload),
    path("media/images/<uuid:image>/large", media.deliver, {"face": "large"}),
    path("media/images/<uuid:image>/small", media.deliver, {"face": "small"}),
    path("unsubscribe/<str:token>", unsubscribing.view),
    *demo.urlpatterns,
    *mailbox.urlpatterns,
    *api.urlpatterns,
    re_path(r"^(?!api/|admin/|static/|media/|_app/|_allauth/|ws$)", client.shell),
]
handler404 = not_found_handler(api.PREFIX)
handler500 = broken_handler(api.PREFIX)
