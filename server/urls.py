from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from conversations import media
from feed import syndication
from moderation import appealing
from notifications import unsubscribing
from people import (
    accounts,
    authenticators,
    avatars,
    leaving,
    reset_keys,
    second_factor,
    undoing,
)
from protocol.api import broken_handler
from rights.downloading import download
from server import api, client, contract, demo, mailbox, public
from workflows.api import calendar

urlpatterns = [
    path("admin", RedirectView.as_view(url="/admin/")),
    path("admin/", admin.site.urls),
    re_path(r"^_allauth/\w+/v1/(?:account|auth)/phone", accounts.nowhere),
    path(
        "_allauth/browser/v1/auth/password/request",
        reset_keys.RequestView.as_api_view(client="browser"),
    ),
    path(
        "_allauth/browser/v1/auth/password/reset",
        reset_keys.ResetView.as_api_view(client="browser"),
    ),
    *authenticators.urlpatterns,
    path("_allauth/", include("allauth.headless.urls")),
    path("account/totp.svg", second_factor.app_picture),
    path("account/undo", undoing.view),
    path("account/archive/<uuid:archive>", download),
    path("account/keep", leaving.keep),
    path("avatars/<slug:handle>.svg", avatars.view),
    path("avatars/<slug:handle>.png", avatars.picture),
    path("calendar/<str:token>.ics", calendar),
    path("@<slug:handle>/rss.xml", syndication.rss),
    path("@<slug:handle>/atom.xml", syndication.atom),
    path("@<slug:handle>", client.profile),
    path("calls/<uuid:call>", client.call),
    path("media/images", media.upload),
    path("media/images/<uuid:image>/large", media.deliver, {"face": "large"}),
    path("media/images/<uuid:image>/small", media.deliver, {"face": "small"}),
    path("unsubscribe/<str:token>", unsubscribing.view),
    path("appeal/<str:token>", appealing.view),
    *demo.urlpatterns,
    *mailbox.urlpatterns,
    *api.urlpatterns,
    *contract.urlpatterns,
    *public.urlpatterns,
    *client.urlpatterns,
]
handler404 = client.not_found
handler500 = broken_handler("api/")
