"""The part of a client that works: calls, the board, applications, sessions and bookings."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from core import clock as deciding
from people.models import User
from tests.pages import everything
from workflows import queries
from workflows.queries import calls, own

Json = dict[str, Any]


def plain(thing: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(thing))


class Market:
    """Every call once, whatever list it is in; of each object the newest version counts."""

    def __init__(self, user: User, hosts: frozenset[str]) -> None:
        self._user, self._hosts = user, hosts
        self.calls: dict[str, Json] = {}
        self.board: dict[str, Json] = {}
        self.applications: dict[str, Json] = {}
        self.host_calls: dict[str, Json] = {}
        self.applicants: dict[str, dict[str, Json]] = {}
        self.figures: dict[str, Json] = {}
        self.sessions: dict[str, Json] = {}
        self.bookings: dict[str, Json] = {}
        self.offers: dict[str, Json] = {}

    # --- as a new device ---------------------------------------------------------------------

    def read(self) -> dict[str, int]:
        """Everything of this person; the versions of the places that they watch from then on."""
        user, known = self._user, self.search()
        for application in everything(own.my_applications, user):
            known |= self.apply("application.changed", plain(application))
        for call in everything(calls.calls_of, user):
            known |= self.apply("host_call.changed", plain(call))
        for offer in everything(own.my_offers, user):
            self.apply("offer.changed", plain(offer))
        sessions, bookings = own.agenda(user, *ALL_TIME)
        for session in sessions:
            self.apply("session.changed", plain(session))
        for booking in bookings:
            self.apply("booking.changed", plain(booking))
        return known

    def search(self) -> dict[str, int]:
        """The board is what is found for me: when I am another, or booked, I look again."""
        user = User.objects.get(pk=self._user.pk)
        self.board.clear()
        known: dict[str, int] = {}
        board = everything(calls.board, user, queries.model_of(user)) if user.is_model else []
        for row in board:
            if not self._hosts or str(row.call.host.id) in self._hosts:
                known |= self.apply("call.told", plain(row))
        return known

    def read_host_page(self, call: str) -> dict[str, int]:
        page = plain(calls.host_page(queries.own_call(UUID(call), host=self._user)))
        self.figures[call] = page["figures"]
        for applicant in page["applicants"]:
            keep(self.applicants.setdefault(call, {}), applicant)
        return {f"call.{call}.host": page["version"]}

    # --- what comes in -----------------------------------------------------------------------

    def apply(self, kind: str, data: Json, version: int = 0) -> dict[str, int]:
        """Returns the places that are watched from now on, with the versions read there."""
        if kind in ("call.told", "application.changed", "host_call.changed"):
            return self._with_call(kind, data)
        if kind == "call.changed":
            self._turn(data, version)
        elif kind == "session.changed":
            keep(self.sessions, data)
        elif kind == "booking.changed":
            keep(self.bookings, data)
            return self.search()
        elif kind == "offer.changed":
            keep(self.offers, data)
        elif kind == "applicant.changed":
            keep(self.applicants.setdefault(data["call"], {}), data)
        elif kind == "figures.changed":
            self.figures[data["call"]] = data
        else:
            raise AssertionError(f"this client does not know what {kind} means")
        return {}

    def _with_call(self, kind: str, data: Json) -> dict[str, int]:
        call = data["call"]
        self._put(call)
        known = {f"call.{call['id']}": call["version"]}
        row = {**data, "call": call["id"]}
        if kind == "call.told":
            keep(self.board, row, by="call")
        elif kind == "application.changed":
            keep(self.applications, row)
        else:
            if call["id"] not in self.host_calls:
                known |= self.read_host_page(call["id"])
            keep(self.host_calls, row, by="call")
        return known

    def _put(self, call: Json) -> None:
        mine = self.calls.get(call["id"])
        if mine is not None:
            # The exact place is told in some of the ways to read a call, and then stays known.
            newer = call if call["version"] >= mine["version"] else mine
            place = call["session"]["place"] or mine["session"]["place"]
            call = {**newer, "session": {**newer["session"], "place": place}}
        self.calls[call["id"]] = call

    def _turn(self, state: Json, version: int) -> dict[str, int]:
        """The public course of a call that is known here.

        Who has found it by themselves is not told how a new time suits them: they look again.
        """
        call = self.calls.get(state["id"])
        if call is None or version < call["version"]:
            return {}
        session = {**call["session"], **state["session"]}
        self.calls[state["id"]] = {**call, **state, "session": session, "version": version}
        found = self.board.get(state["id"], {}).get("version") == 0
        return self.search() if found and when_of(session) != when_of(call["session"]) else {}

    def forget(self, place: str) -> None:
        _, call, *host = place.split(".")
        if host:
            self.applicants.pop(call, None)
        else:
            self.board.pop(call, None)

    # --- what is compared --------------------------------------------------------------------

    def view(self) -> Json:
        board = {call: row for call, row in self._board().items() if self._is_on(row)}
        shown = {*board, *self.host_calls, *(row["call"] for row in self.applications.values())}
        return {
            "calls": {call: without_place(self.calls[call]) for call in shown},
            "board": board,
            "applications": self.applications,
            "host_calls": self.host_calls,
            "applicants": self.applicants,
            "figures": self.figures,
            "sessions": self.sessions,
            "bookings": self.bookings,
            "offers": self.offers,
        }

    def _board(self) -> dict[str, Json]:
        """Rows with my latest application, which has a life of its own.

        Who has got the place is not told what speaks for or against it any more.
        """
        board = {call: dict(row) for call, row in self.board.items()}
        for application in sorted(
            self.applications.values(), key=lambda row: str(row["created_at"])
        ):
            row = board.get(application["call"])
            if row is not None:
                row["application"] = application["id"]
                row["application_status"] = application["status"]
                if application["status"] == "accepted":
                    row["why"] = row["misses"] = None
        return board

    def _is_on(self, row: Json) -> bool:
        """A call whose end was announced late is on the screen, and on no new one."""
        call = self.calls[row["call"]]
        if call["status"] == "expired" and when_over(call) <= deciding.now() - calls.LINGER:
            return False
        return bool(row["application"]) or (call["status"] == "active" and not row["misses"])


#: Longer than any session of a test is away.
ALL_TIME = (
    datetime.now(UTC) - timedelta(days=3650),
    datetime.now(UTC) + timedelta(days=3650),
)


def without_place(call: Json) -> Json:
    """Who knew the exact place keeps it on their screen; a new device does not."""
    return {**call, "session": {**call["session"], "place": None}}


def when_over(call: Json) -> datetime:
    return datetime.fromisoformat(call["expires_at"])


def when_of(session: Json) -> tuple[str, str]:
    return session["starts_at"], session["ends_at"]


def when(row: Json) -> str:
    return str(row["created_at"])


def keep(shelf: dict[str, Json], row: Json, by: str = "id") -> None:
    mine = shelf.get(row[by])
    if mine is None or row["version"] >= mine["version"]:
        shelf[row[by]] = row
