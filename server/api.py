"""The HTTP API, assembled: a twin of every verb, and what the rooms let be read."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.decorators import async_only_middleware

from consumers import scopes, sync
from consumers.commands import COMMANDS, Command, SignedOut, carry_out
from consumers.frames import Sync
from conversations.api import ConversationApi, InboxApi, MessagesApi, ReceiptsApi, SearchApi
from core.executor import in_database
from core.refused import Refused
from core.sql import one_look
from feed import api as feed
from moderation.api import ReportsApi, SanctionsApi
from notifications.api import DeliveriesApi, NotificationsApi, NotificationSettingsApi
from people.api import MeApi, PeopleApi, PersonApi, SignInsApi
from people.models import User
from protocol import buckets
from protocol.api import Api, BodyMsgspec, OpenApi, Router, modify
from protocol.states import TopicState
from protocol.version import HERE, Server
from rights.api import RightsApi
from workflows import api as workflows


def take_token(person: int) -> None:
    """The same bucket that this person's sockets take from."""
    after = buckets.people.take(person)
    if after:
        raise buckets.rate_limited(after)


@async_only_middleware
def open_reads(
    get_response: Callable[[HttpRequest], Awaitable[HttpResponse]],
) -> Callable[[HttpRequest], Awaitable[HttpResponse]]:
    """Pages of other sites may read what visitors may; no cookie comes along."""

    async def middleware(request: HttpRequest) -> HttpResponse:
        response = await get_response(request)
        view = getattr(request.resolver_match, "func", None)
        if issubclass(getattr(view, "view_class", object), OpenApi):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Allow-Headers"] = "*"
            response["Access-Control-Expose-Headers"] = (
                "ETag, RateLimit, RateLimit-Policy, Retry-After"
            )
        return response

    return middleware


class ServerApi(OpenApi):
    async def get(self) -> Server:
        """Which version this installation runs, for visitors too."""
        return HERE


class SyncApi(Api):
    @modify(status_code=HTTPStatus.OK)
    async def post(self, parsed_body: BodyMsgspec[Sync]) -> dict[str, TopicState]:
        """What has changed on these topics since these versions? Those not mine are left out."""
        take_token(self.person.pk)
        return await in_database(read_many, self.person.pk, parsed_body.cursors)


def read_many(person: int, cursors: Mapping[str, int]) -> dict[str, TopicState]:
    with one_look():
        user = User.objects.select_related("model_profile").get(pk=person)
        return sync.read_many(user, cursors)


def twin(command: Command) -> type[Api]:
    """`POST /api/v1/<verb>`: the same Struct, action, errors and keys as on the socket."""
    ask, answer = command.ask, command.answer

    async def post(self: Any, parsed_body: Any) -> Any:
        sign_in = self.request.sign_in
        take_token(sign_in.user_id)
        try:
            return await in_database(carry_out, parsed_body, sign_in.pk)
        except SignedOut as ended:
            raise Refused("signed_out", "Sign in first.") from ended

    body = BodyMsgspec[ask]  # type: ignore[valid-type]
    post.__annotations__ = {"parsed_body": body, "return": answer}
    post.__doc__ = ask.__doc__
    endpoint: Any = modify(status_code=HTTPStatus.OK)(post)
    needs = {"scope": scopes.of(ask.verb), "verb": ask.verb}
    return type(f"{ask.__name__}Api", (Api,), {"post": endpoint, "__doc__": ask.__doc__, **needs})


def reads() -> list[URLPattern]:
    return [
        path("me", MeApi.as_view()),
        path("people", PeopleApi.as_view()),
        path("people/<str:handle>", PersonApi.as_view()),
        path("people/<str:handle>/posts", feed.ProfilePostsApi.as_view()),
        path("people/<str:handle>/upcoming", workflows.UpcomingApi.as_view()),
        path("people/<str:handle>/followers", feed.FollowersApi.as_view()),
        path("people/<str:handle>/following", feed.FollowingApi.as_view()),
        path("feed", feed.FeedApi.as_view()),
        path("feed/news", feed.NewsApi.as_view()),
        path("feed/suggestions", feed.SuggestionsApi.as_view()),
        path("posts", feed.PostsApi.as_view()),
        path("sign-ins", SignInsApi.as_view()),
        path("notifications", NotificationsApi.as_view()),
        path("notifications/settings", NotificationSettingsApi.as_view()),
        path("notifications/why", DeliveriesApi.as_view()),
        path("inbox", InboxApi.as_view()),
        path("conversations/<uuid:conversation>", ConversationApi.as_view()),
        path("conversations/<uuid:conversation>/messages", MessagesApi.as_view()),
        path("conversations/<uuid:conversation>/receipts", ReceiptsApi.as_view()),
        path("conversations/<uuid:conversation>/card", workflows.CardApi.as_view()),
        path("search", SearchApi.as_view()),
        path("board", workflows.BoardApi.as_view()),
        path("calls", workflows.HostCallsApi.as_view()),
        path("calls/<uuid:call>", workflows.CallApi.as_view()),
        path("calls/<uuid:call>/host", workflows.HostPageApi.as_view()),
        path("applications", workflows.ApplicationsApi.as_view()),
        path("agenda", workflows.AgendaApi.as_view()),
        path("match", workflows.MatchApi.as_view()),
        path("sessions/<uuid:session>", workflows.EveningApi.as_view()),
        path("sessions/<uuid:session>/prefill", workflows.PrefillApi.as_view()),
        path("offers", workflows.OffersApi.as_view()),
        path("directory", workflows.DirectoryApi.as_view()),
        path("calendar", workflows.CalendarApi.as_view()),
        path("reports", ReportsApi.as_view()),
        path("sanctions", SanctionsApi.as_view()),
        path("rights", RightsApi.as_view()),
    ]


def about() -> list[URLPattern]:
    return [path("server", ServerApi.as_view())]


def twins() -> list[URLPattern]:
    commands = [path(verb, twin(command).as_view()) for verb, command in COMMANDS.items()]
    return [*commands, path(Sync.verb, SyncApi.as_view())]


PREFIX = "api/v1/"
ROUTER = Router(PREFIX, [*reads(), *twins(), *about()])
urlpatterns = [ROUTER.to_urlpatterns(namespace="api")]
