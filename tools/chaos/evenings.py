"""Evenings with a call each, who waits and who is asked, written straight into the tables."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from conversations.models import Conversation
from people.models import ModelProfile, User
from tools.bench import market, world
from workflows.models import Application, JobOffer, OpenCall
from workflows.queries import shapes, terms

#: Until it is known when each of them closes.
LATER = timedelta(days=7)
#: What calls ask for and their models speak: nobody else's board is full of them.
LANGUAGE = "fr"
WANTED = f'{{"languages": ["{LANGUAGE}"]}}'

#: One after the other, so that a model may be booked for all, with more places than are asked for.
APART = """
    UPDATE calendar s SET positions = 50, local_start = lower(s.during) + n * interval '2 hours',
        during = tstzrange(lower(s.during) + n * interval '2 hours',
                           upper(s.during) + n * interval '2 hours')
    FROM (SELECT id, %s + row_number() OVER (ORDER BY id) AS n FROM calendar WHERE id = ANY(%s)) t
    WHERE t.id = s.id"""
CLOSE = """
    UPDATE {table} t SET expires_at = d.deadline
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS d(session, deadline)
    WHERE d.session = t.calendar_session_id"""


class Company(NamedTuple):
    """Hosts, and models by their `pk` as people; each host has a conversation with each model."""

    hosts: list[User]
    models: dict[int, ModelProfile]
    talks: dict[tuple[int, int], int]


class Evening(NamedTuple):
    """A session with its call and offers, by public id; people by `pk`."""

    session: int
    host: int
    call: str
    #: Who may apply.
    free: list[int]
    #: Applications that wait for the host.
    waiting: list[str]
    #: Offers, and whom they wait for.
    asked: list[tuple[str, int]]
    #: What a yes to the call or to an application names, and what one to an offer.
    terms: str
    offered: str


def pose(models: list[User]) -> None:
    """From now on these are models, whom any of these evenings suits."""
    world.pose(models)
    ModelProfile.objects.filter(user_profile__in=models).update(languages=[LANGUAGE])


def company(hosts: list[User], models: list[User]) -> Company:
    """Whether they have talked before or not."""
    pairs = [(host, model) for host in hosts for model in models]
    there = _direct()
    world.conversations([pair for pair in pairs if _key(*pair) not in there])
    there = _direct()
    profiles = ModelProfile.objects.filter(user_profile__in=models)
    return Company(
        hosts,
        {profile.user_profile_id: profile for profile in profiles},
        {(host.pk, model.pk): there[_key(host, model)] for host, model in pairs},
    )


def _direct() -> dict[tuple[int | None, int | None], int]:
    found = Conversation.objects.filter(kind=Conversation.DIRECT)
    return {(low, high): id for id, low, high in found.values_list("pk", "low", "high")}


def _key(one: User, other: User) -> tuple[int, int]:
    return min(one.pk, other.pk), max(one.pk, other.pk)


def evenings(
    of: Company,
    count: int,
    chance: Random,
    *,
    after: int,
    free: int = 0,
    waiting: int = 1,
    asked: int = 0,
    wanted: str = WANTED,
) -> list[Evening]:
    """So many after others, the hosts in turn; each draws who may apply, waits and is asked."""
    written = []
    for call in _calls(of.hosts, count, after, wanted):
        drawn = chance.sample(sorted(of.models), free + waiting + asked)
        applications = [
            Application(
                open_call=call,
                model=of.models[model],
                conversation_id=of.talks[call.host_id, model],
                terms=shapes.applied(call),
            )
            for model in drawn[free : free + waiting]
        ]
        offers = [
            JobOffer(
                host_id=call.host_id,
                model=of.models[model],
                calendar_session=call.calendar_session,
                conversation_id=of.talks[call.host_id, model],
                expires_at=call.expires_at,
            )
            for model in drawn[free + waiting :]
        ]
        written.append((call, drawn, applications, offers))
    Application.objects.bulk_create([row for _, _, rows, _ in written for row in rows])
    JobOffer.objects.bulk_create([row for _, _, _, rows in written for row in rows])
    return [
        Evening(
            call.calendar_session_id,
            call.host_id,
            str(call.public_id),
            drawn[:free],
            [str(row.public_id) for row in applications],
            [(str(row.public_id), row.model.user_profile_id) for row in offers],
            terms.of_call(call).version,
            terms.of_offer(JobOffer(calendar_session=call.calendar_session)).version,
        )
        for call, drawn, applications, offers in written
    ]


def _calls(hosts: list[User], count: int, after: int, wanted: str) -> list[OpenCall]:
    made = market.calls(hosts, [timezone.now() + LATER] * count, wanted)
    with connection.cursor() as cursor:
        cursor.execute(APART, [after, [call.calendar_session_id for call in made]])
    found = OpenCall.objects.select_related("calendar_session").order_by("pk")
    return list(found.filter(pk__in=[call.pk for call in made]))


def close(evenings: Sequence[Evening], deadlines: Sequence[datetime]) -> None:
    """From now on each has its deadline, for its call and its offers."""
    sessions = [evening.session for evening in evenings]
    with connection.cursor() as cursor:
        for table in ("open_calls", "job_offers"):
            cursor.execute(CLOSE.format(table=table), [sessions, list(deadlines)])
