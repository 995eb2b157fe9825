"""A small living world to look around in. Run again, it adds only what has ended since."""

import random
import uuid
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from consumers.bus import BusThread
from conversations.actions.editing import react
from conversations.actions.inbox import read
from conversations.actions.messages import send_message
from conversations.actions.opening import start
from conversations.verbs import React, ReadConversation, SendMessage, StartConversation
from core import clock
from people import avatars
from people.accounts import free_handle
from people.models import ModelProfile, User
from people.vocabulary import EXPERIENCE, POSE_STYLES
from protocol import publish
from tools.demo import evenings
from tools.demo.news import make_news
from tools.demo.pictures import make_pictures
from workflows.actions.applying import apply
from workflows.actions.calls import open_call
from workflows.actions.sessions import create_session
from workflows.models import CalendarSession
from workflows.models import OpenCall as OpenCallRow
from workflows.queries.terms import shown
from workflows.verbs import Apply, CreateSession, OpenCall

PASSWORD = "drawing-evening"  # noqa: S105  (printed for everybody to use)
ZONE = "Europe/Berlin"
#: handle, name, role, pose styles, rating, experience, about
CAST: list[tuple[str, str, str, list[str], str | None, str, str]] = [
    (
        "hanna",
        "Hanna",
        "host",
        [],
        None,
        "new",
        "Life drawing on Tuesdays and Thursdays, in an attic with north light.",
    ),
    (
        "ana",
        "Ana",
        "model",
        ["dynamic", "gesture", "movement"],
        "4.6",
        "experienced",
        "Dancer. Short poses, much movement, and a good sense of time.",
    ),
    (
        "jane",
        "Jane",
        "model",
        ["dynamic", "long", "portrait"],
        "4.1",
        "some",
        "Long poses are my meditation.",
    ),
    (
        "mika",
        "Mika",
        "both",
        ["long", "draped"],
        "1.8",
        "some",
        "I model, and once a month I host a portrait evening.",
    ),
]
NAMES = (
    "Lena Brandt, Tom Hale, Ruth Meyer, Ida Lund, Otto Kern, Paul Novak, Nora Weiss, Eva Roth,"
    " Max Blum, Finn Berg, Lou Martin, Kai Adler, Mara Costa, Jon Vale, Sara Lenz, Theo Falk,"
    " Nina Horn, Ben Auer, Zoe Hart, Emil Voss"
)


def make() -> None:
    """Add what is missing; print who can sign in, and how."""
    bus = BusThread()
    publish.deliver_with(bus)
    if not User.objects.filter(handle="hanna").exists():
        make_people()
        make_story()
    make_news()
    make_pictures()
    refresh_closing_call()
    bus.close()
    for handle, name, role, *_ in CAST:
        print(f"  {name:<12} {handle}@example.org  {PASSWORD}  ({role})")


# --- people ----------------------------------------------------------------------------------


def make_people() -> None:
    chance, password, now = random.Random(7), make_password(PASSWORD), clock.now()
    cast = list(CAST)
    for name in NAMES.split(", "):
        styles = chance.sample(POSE_STYLES, chance.randint(1, 3))
        rating = None if chance.random() < 0.2 else f"{chance.uniform(2.4, 4.9):.1f}"
        cast.append(
            (free_handle(name), name, "model", styles, rating, chance.choice(EXPERIENCE), "")
        )
    for handle, name, role, styles, rating, experience, about in cast:
        user = User.objects.create(
            handle=handle,
            email=f"{handle}@example.org",
            password=password,
            display_name=name,
            avatar=avatars.url(handle),
            about=about,
            time_zone=ZONE,
            is_host=role in ("host", "both"),
            is_model=role in ("model", "both"),
            born_before_18_years=True,
            email_confirmed_at=now,
        )
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        if user.is_model:
            ModelProfile.objects.create(
                user_profile=user,
                pose_styles=styles,
                rating=Decimal(rating) if rating else None,
                experience=experience,
                languages=["en", "de"],
                about=about,
            )


# --- the story -------------------------------------------------------------------------------


def make_story() -> None:
    hanna, ana, jane, mika = (User.objects.get(handle=h) for h in ("hanna", "ana", "jane", "mika"))
    tuesday = make_session(hanna, "Tuesday life drawing", weekday=1)
    evenings.over(make_session(hanna, "Charcoal and wine", weekday=5), ana)
    sunday = make_session(hanna, "Portrait Sunday", weekday=6, hour=11, positions=2)
    evenings.booked(sunday, jane)
    evenings.vacated(make_session(hanna, "Gesture Thursday", weekday=3), mika)
    evening = make_session(mika, "Portraits at Mika's", weekday=4, district="Neukölln")
    evenings.asked(evening, ana)
    red_drapes(hanna, ana, tuesday)
    talk(
        hanna,
        jane,
        "Hello Jane, your long poses last month were a gift. Would you come again?",
        "With pleasure! December is still quite free.",
        "Wonderful. I will open a call for the 8th, keep an eye on the board.",
    )
    talk(mika, hanna, "I am so sorry about Thursday, I have caught a cold.", "Get well soon!")
    talk(ana, jane, "Do you know how warm it is in Hanna's attic?", "Two heaters. Bring socks.")
    crew(hanna, ana, jane)


def make_session(
    host: User,
    title: str,
    *,
    weekday: int,
    hour: int = 19,
    positions: int = 1,
    district: str = "Kreuzberg",
    is_public: bool = True,
) -> CalendarSession:
    made = create_session(
        CreateSession(
            key=uuid.uuid4(),
            title=title,
            local_start=next_weekday(weekday, hour).isoformat(),
            minutes=120,
            time_zone=ZONE,
            place="Oranienstraße 12, attic, ring at Vogel",
            district=district,
            positions=positions,
            is_public=is_public,
            fold=0,
        ),
        by=host,
    )
    return CalendarSession.objects.get(public_id=made.session)


def next_weekday(weekday: int, hour: int) -> datetime:
    """The next such day, at least two days from now, as wall time."""
    today = clock.now().astimezone(ZoneInfo(ZONE)).date()
    ahead = (weekday - today.weekday() - 2) % 7 + 2
    return datetime.combine(today + timedelta(days=ahead), time(hour))


def red_drapes(hanna: User, ana: User, session: CalendarSession) -> None:
    opened = open_call(
        OpenCall(
            key=uuid.uuid4(),
            session=session.public_id,
            expires_at=session.during.lower - timedelta(hours=3),
            requirements={"pose_style": "dynamic", "min_rating": 2},
            fee_amount=6000,
            fee_currency="EUR",
            note="Short poses first, then two of twenty minutes.",
        ),
        by=hanna,
    )
    terms = shown("call.apply", opened.call)
    applied = apply(
        Apply(key=uuid.uuid4(), call=opened.call, terms=terms, note="I would love to."), by=ana
    )
    send_message(
        SendMessage(
            key=uuid.uuid4(),
            conversation=applied.conversation,
            content="Thanks for applying, can you bring red drapes?",
        ),
        by=hanna,
    )


def talk(one: User, other: User, *lines: str) -> None:
    """The two take turns, and both have read it all."""
    begun = start(
        StartConversation(key=uuid.uuid4(), people=[other.public_id], content=lines[0]), by=one
    )
    for turn, line in enumerate(lines[1:], start=1):
        say = SendMessage(key=uuid.uuid4(), conversation=begun.conversation, content=line)
        send_message(say, by=other if turn % 2 else one)
    for person in (one, other):
        read(ReadConversation(conversation=begun.conversation, number=len(lines)), by=person)


def crew(hanna: User, ana: User, jane: User) -> None:
    """A group, in which somebody answers and somebody only puts a sign."""
    asked = StartConversation(
        key=uuid.uuid4(),
        people=[ana.public_id, jane.public_id],
        title="Tuesday crew",
        content="Who can bring a second easel this week?",
    )
    begun = start(asked, by=hanna)
    assert begun.number is not None
    answer = SendMessage(
        key=uuid.uuid4(),
        conversation=begun.conversation,
        content="I can. It folds.",
        reply_to=begun.number,
    )
    send_message(answer, by=jane)
    thanks = React(
        conversation=begun.conversation, number=begun.number + 1, emoji="\N{HEAVY BLACK HEART}"
    )
    react(thanks, by=ana)


def refresh_closing_call() -> None:
    """There is always one call that closes some minutes after the start."""
    hanna = User.objects.get(handle="hanna")
    now = clock.now()
    soon = OpenCallRow.objects.filter(
        host=hanna, status=OpenCallRow.ACTIVE, expires_at__lt=now + timedelta(minutes=20)
    )
    if soon.exists():
        return
    session = make_session(hanna, "Evening of gestures", weekday=(now.weekday() + 3) % 7)
    open_call(
        OpenCall(
            key=uuid.uuid4(),
            session=session.public_id,
            expires_at=now + timedelta(minutes=12),
            requirements={"pose_style": ["dynamic", "gesture", "long"]},
            note="Unpaid, but with soup.",
        ),
        by=hanna,
    )
