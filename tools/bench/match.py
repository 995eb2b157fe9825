"""Matching in a large market: who fits a call, which calls fit a model, and telling all of them."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from people.models import ModelProfile
from tools.bench import load, market, world
from tools.bench.tables import Table
from workflows import matching
from workflows.actions import fanout
from workflows.models import OpenCall

MODELS, CALLS, TIMES = 100_000, 1_000, 20
TOLD = 5_000
WANTED = {"pose_style": "dynamic", "min_rating": 2, "languages": ["en"]}
AS_JSON = '{"pose_style": "dynamic", "min_rating": 2, "languages": ["en"]}'


def run(server: str) -> list[Table]:
    """In this process: no server is in between."""
    market.models(MODELS)
    hosts = [user for user, _ in world.people(10, "match")]
    soon = timezone.now() + timedelta(hours=3)
    calls = market.calls(hosts, [soon] * CALLS, AS_JSON)
    world.settle()
    call = OpenCall.objects.select_related("host", "calendar_session").get(pk=calls[0].pk)
    model = ModelProfile.objects.filter(pose_styles__contains=["dynamic"]).order_by("pk")[0]
    host, session = call.host, call.calendar_session
    found = matching.preview(host, session, WANTED)
    timed: dict[str, Callable[[], object]] = {
        "number of matching models and near misses": lambda: matching.preview(
            host, session, WANTED
        ),
        "the first 200 models to tell": lambda: matching.matching_models(call, after=0, limit=200),
        f"the board of a model, {CALLS:,} calls open": lambda: matching.board(model, limit=50),
        "why one model fits one call": lambda: matching.fit(call, model),
    }
    rows: list[list[object]] = [[name, *_times(act)] for name, act in timed.items()]
    note = f"{found.matching:,} of the models match; {_tell(call)}"
    return [Table(f"match: {MODELS:,} models", ["what", "p50 ms", "p99 ms"], rows, note)]


def _times(act: Callable[[], object]) -> tuple[float, float]:
    act()
    took = []
    for _ in range(TIMES):
        start = time.perf_counter()
        act()
        took.append(time.perf_counter() - start)
    return load.milliseconds(took, 0.5), load.milliseconds(took, 0.99)


def _tell(call: OpenCall) -> str:
    told, after, start = 0, 0, time.perf_counter()
    while told < TOLD:
        following = fanout.tell_chunk(call.pk, after)
        if following is None:
            break
        told, after = told + fanout.CHUNK, following
    seconds = time.perf_counter() - start
    return f"telling them: {told / seconds:,.0f} people a second, {fanout.CHUNK} in a transaction."
