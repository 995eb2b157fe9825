"""Which models fit a call, which calls fit a model, and what is missing: one set of checks.

The checks are written once, in SQL, over three rows: `r` (what is asked), `s` (the session)
and `m` (the model); they serve a whole market in one query and explain every single case.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from core.sql import Row, rows
from people.models import ModelProfile, User
from people.vocabulary import EXPERIENCE
from workflows import reasons
from workflows.events import Check, Match, NearMiss
from workflows.models import CalendarSession, OpenCall
from workflows.reasons import Facts

#: The jsonb of a call's requirements as columns; a pose style may be a value or a list.
ASKED = """LATERAL (SELECT
    CASE jsonb_typeof(c.requirements -> 'pose_style')
        WHEN 'array' THEN ARRAY(
            SELECT jsonb_array_elements_text(c.requirements -> 'pose_style'))::varchar[]
        WHEN 'string' THEN ARRAY[c.requirements ->> 'pose_style']::varchar[]
        END AS pose_styles,
    (c.requirements ->> 'min_rating')::numeric AS min_rating,
    c.requirements ->> 'experience' AS experience,
    CASE jsonb_typeof(c.requirements -> 'languages')
        WHEN 'array' THEN ARRAY(
            SELECT jsonb_array_elements_text(c.requirements -> 'languages'))::varchar[]
        END AS languages) r"""

HOSTS = """EXISTS (SELECT 1 FROM calendar h WHERE h.host_id = m.user_profile_id
    AND h.cancelled_at IS NULL AND h.during && s.during)"""
CHECKS: dict[Check, str] = {
    "pose_style": "(r.pose_styles IS NULL OR m.pose_styles && r.pose_styles)",
    "min_rating": "(r.min_rating IS NULL OR coalesce(m.rating >= r.min_rating, false))",
    "experience": "(r.experience IS NULL OR array_position(%(levels)s::varchar[], m.experience)"
    " >= array_position(%(levels)s::varchar[], r.experience::varchar))",
    "languages": "(r.languages IS NULL OR m.languages && r.languages)",
    "free": "NOT EXISTS (SELECT 1 FROM bookings b WHERE b.model_id = m.id"
    f" AND b.state = 'confirmed' AND b.during && s.during) AND NOT {HOSTS}",
}
ALL = " AND ".join(CHECKS.values())
EACH = ", ".join(f"{check} AS fits_{name}" for name, check in CHECKS.items())
COLUMNS = f"{EACH}, {HOSTS} AS hosts_then, r.pose_styles, r.min_rating, r.experience, r.languages"
LEVELS = {"levels": list(EXPERIENCE)}

#: Not explained to anybody: one's own call, people who have blocked each other, closed accounts.
IN_CONTACT = """m.user_profile_id <> c.host_id
    AND EXISTS (SELECT 1 FROM user_profiles h WHERE h.id = c.host_id AND h.is_active)
    AND EXISTS (SELECT 1 FROM user_profiles a WHERE a.id = m.user_profile_id AND a.is_active)
    AND NOT EXISTS (
    SELECT 1 FROM blocks x
    WHERE (x.blocker_id = c.host_id AND x.blocked_id = m.user_profile_id)
       OR (x.blocker_id = m.user_profile_id AND x.blocked_id = c.host_id))"""
CAN_WORK = """EXISTS (SELECT 1 FROM user_profiles u WHERE u.id = m.user_profile_id
    AND u.is_active AND u.is_model AND u.email_confirmed_at IS NOT NULL)"""

#: Told since the call was opened, or ever asked by name.
KNOWS = """EXISTS (SELECT 1 FROM open_call_told t WHERE t.open_call_id = c.id
    AND t.model_id = m.id AND t.user_version > 0 AND (t.round = c.round OR t.invited))"""

FROM_CALLS = f"open_calls c JOIN calendar s ON s.id = c.calendar_session_id CROSS JOIN {ASKED}"

#: When the session is, or never.
DURING = """(SELECT coalesce(
    (SELECT during FROM calendar WHERE id = %(session)s::bigint), 'empty') AS during) s"""


class Fit(NamedTuple):
    """How a model stands to a call: without `misses` they may apply."""

    why: list[Facts]
    misses: list[Facts]

    def invited(self) -> "Fit":
        """The host asked by name: only another evening at that time still keeps them out."""
        return Fit(self.why, [miss for miss in self.misses if miss["requirement"] == "free"])


def fit(call: OpenCall, model: ModelProfile) -> Fit | None:
    """None: for this person the call is not there at all."""
    return fits([call.pk], model).get(call.pk)


def fits(calls: list[int], model: ModelProfile) -> dict[int, Fit]:
    found = rows(
        f"SELECT c.id, {COLUMNS} FROM {FROM_CALLS} JOIN models m ON m.id = %(model)s"
        f" WHERE c.id = ANY(%(calls)s) AND {IN_CONTACT}",
        {"calls": calls, "model": model.pk, **LEVELS},
    )
    return {row["id"]: explain(row, model) for row in found}


def fits_between(pairs: Sequence[tuple[int, ModelProfile]]) -> dict[tuple[int, int], Fit]:
    """The same of many calls and models, by the ids of both."""
    found = rows(
        f"SELECT c.id, m.id AS model, {COLUMNS} FROM {FROM_CALLS}"
        " JOIN unnest(%(calls)s::bigint[], %(models)s::bigint[]) AS p(call, model) ON p.call = c.id"
        f" JOIN models m ON m.id = p.model WHERE {IN_CONTACT}",
        {"calls": [call for call, _ in pairs], "models": [m.pk for _, m in pairs], **LEVELS},
    )
    models = {model.pk: model for _, model in pairs}
    return {(row["id"], row["model"]): explain(row, models[row["model"]]) for row in found}


def board(
    model: ModelProfile, *, after: tuple[datetime, int] | None = None, limit: int
) -> list[int]:
    """Active calls that a model may apply to, the nearest deadline first. `after`: the deadline
    and id of the last one that is known."""
    beyond = "" if after is None else " AND (c.expires_at, c.id) > (%(at)s, %(last)s)"
    at, last = after or (None, None)
    found = rows(
        f"SELECT c.id FROM {FROM_CALLS} JOIN models m ON m.id = %(model)s"
        " WHERE c.status = 'active' AND c.expires_at > callboard_now()"
        f" AND {IN_CONTACT} AND {ALL}{beyond} ORDER BY c.expires_at, c.id LIMIT %(limit)s",
        {"model": model.pk, "at": at, "last": last, "limit": limit, **LEVELS},
    )
    return [row["id"] for row in found]


def matching_models(
    call: OpenCall, *, after: int, limit: int, told: bool = False
) -> list[tuple[ModelProfile, Fit]]:
    """Models who fit and can work, by ascending id from `after`, and why they fit.

    With `told` also those on whose board the call is, and what speaks against it now.
    """
    wanted = f"({ALL} OR {KNOWS})" if told else ALL
    found = rows(
        f"SELECT m.id, {COLUMNS} FROM {FROM_CALLS} CROSS JOIN models m"
        f" WHERE c.id = %(call)s AND m.id > %(after)s AND {IN_CONTACT} AND {CAN_WORK} AND {wanted}"
        " ORDER BY m.id LIMIT %(limit)s",
        {"call": call.pk, "after": after, "limit": limit, **LEVELS},
    )
    models = ModelProfile.objects.select_related("user_profile").in_bulk(
        [row["id"] for row in found]
    )
    return [(models[row["id"]], explain(row, models[row["id"]])) for row in found]


def preview(host: User, session: CalendarSession | None, requirements: dict[str, Any]) -> Match:
    """How many models a call would reach, and how many miss it by one requirement only.

    Without a session, while its evening is not in the calendar yet, everybody counts as free.
    """
    found = rows(
        f"SELECT {EACH}, count(*) AS n, max(m.rating) AS best"
        " FROM (VALUES (%(host)s::bigint, %(requirements)s::jsonb)) c(host_id, requirements)"
        f" CROSS JOIN {ASKED} CROSS JOIN {DURING} CROSS JOIN models m"
        f" WHERE {IN_CONTACT} AND {CAN_WORK} GROUP BY 1, 2, 3, 4, 5",
        {
            "host": host.pk,
            "session": session and session.pk,
            "requirements": msgspec.json.encode(requirements).decode(),
            **LEVELS,
        },
    )
    missing = [([name for name in CHECKS if not row[f"fits_{name}"]], row) for row in found]
    return Match(
        matching=sum(row["n"] for names, row in missing if not names),
        near=[
            NearMiss(
                requirement=names[0],
                count=row["n"],
                best=float(row["best"]) if names == ["min_rating"] and row["best"] else None,
            )
            for names, row in missing
            if len(names) == 1
        ],
    )


# --- as facts --------------------------------------------------------------------------------


def explain(row: Row, model: ModelProfile) -> Fit:
    why = [SUITS[name](row, model) for name in CHECKS if row[f"fits_{name}"]]
    misses = [MISSES[name](row, model) for name in CHECKS if not row[f"fits_{name}"]]
    return Fit([facts for facts in why if facts], misses)


def _shared_styles(row: Row, model: ModelProfile) -> Facts | None:
    shared = [style for style in row["pose_styles"] or () if style in model.pose_styles]
    return {"requirement": "pose_style", "styles": shared} if shared else None


def _rating(row: Row, model: ModelProfile) -> Facts | None:
    if not (row["min_rating"] and model.rating):
        return None
    return {"requirement": "min_rating", "have": reasons.number(model.rating)}


Explained = Callable[[Row, ModelProfile], Facts | None]

SUITS: dict[Check, Explained] = {
    "pose_style": _shared_styles,
    "min_rating": _rating,
    "experience": lambda row, m: {"requirement": "experience"} if row["experience"] else None,
    "languages": lambda row, m: {"requirement": "languages"} if row["languages"] else None,
    "free": lambda row, m: {"requirement": "free"},
}
MISSES: dict[Check, Callable[[Row, ModelProfile], Facts]] = {
    "pose_style": lambda row, m: {"requirement": "pose_style", "styles": row["pose_styles"]},
    "min_rating": lambda row, m: {
        "requirement": "min_rating",
        "asked": reasons.number(row["min_rating"]),
        "have": None if m.rating is None else reasons.number(m.rating),
    },
    "experience": lambda row, m: {"requirement": "experience", "asked": row["experience"]},
    "languages": lambda row, m: {"requirement": "languages", "languages": row["languages"]},
    "free": lambda row, m: {"requirement": "free", "hosting": row["hosts_then"]},
}
