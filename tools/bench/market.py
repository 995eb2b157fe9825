"""Hosts, sessions, calls and models by the thousand, written straight into the tables."""

from datetime import datetime

from django.db import connection

from core.sql import rows
from people.models import User
from tools.bench import world
from workflows.models import OpenCall

CALLS = """
    WITH sessions AS (
        INSERT INTO calendar (public_id, host_id, title, during, time_zone, local_start, place,
                              district, positions, booked, sequence)
        SELECT gen_random_uuid(), host, 'Evening',
               tstzrange(now() + interval '9 days', now() + interval '9 days 2 hours'),
               'UTC', now() + interval '9 days', 'Attic', '', 1, 0, 0
        FROM unnest(%(hosts)s::bigint[]) WITH ORDINALITY AS t(host, n) ORDER BY n
        RETURNING id, host_id),
    numbered AS (SELECT *, row_number() OVER (ORDER BY id) AS n FROM sessions)
    INSERT INTO open_calls (public_id, host_id, calendar_session_id, status, expires_at,
                            requirements, fee_currency, note, round)
    SELECT gen_random_uuid(), host_id, id, 'active', deadline, %(requirements)s::jsonb, '', '', 1
    FROM numbered JOIN unnest(%(deadlines)s::timestamptz[])
        WITH ORDINALITY AS d(deadline, n) USING (n)
    RETURNING id"""


def calls(hosts: list[User], deadlines: list[datetime], requirements: str = "{}") -> list[OpenCall]:
    """One active call for each deadline, its host taken in turn."""
    in_turn = [hosts[n % len(hosts)].pk for n in range(len(deadlines))]
    asked = {"hosts": in_turn, "deadlines": deadlines, "requirements": requirements}
    made = [row["id"] for row in rows(CALLS, asked)]
    return list(OpenCall.objects.filter(pk__in=made).order_by("pk"))


MODELS = """
    WITH made AS (
        INSERT INTO user_profiles (public_id, handle, email, display_name, password, about,
            avatar, language, time_zone, is_host, is_model, born_before_18_years,
            email_confirmed_at, is_active, is_staff, is_superuser)
        SELECT gen_random_uuid(), 'm' || left(md5(random()::text || n), 20), 'm' || n || '.' ||
               md5(random()::text) || '@example.org', 'Model ' || n, '!', '', '', 'en', 'UTC',
               false, true, true, now(), true, false, false
        FROM generate_series(1, %(count)s) n RETURNING id)
    INSERT INTO models (user_profile_id, pose_styles, rating, experience, languages, about)
    SELECT id,
           ARRAY[(ARRAY['dynamic','long','portrait','draped','costume','short'])[1 + id %% 6],
                 (ARRAY['dynamic','long','portrait','draped'])[1 + id / 7 %% 4]]::varchar[],
           1 + (id * 37 %% 401) / 100.0,
           (ARRAY['new','some','experienced'])[1 + id %% 3],
           ARRAY[(ARRAY['en','de','fr'])[1 + id %% 3]]::varchar[], ''
    FROM made RETURNING user_profile_id"""


def models(count: int) -> None:
    """Models of every kind: a sixth to a third of them does any one pose style."""
    with connection.cursor() as cursor:
        cursor.execute(MODELS, {"count": count})
        world.made(id for (id,) in cursor.fetchall())
        cursor.execute("ANALYZE")
