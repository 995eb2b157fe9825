"""What others are told about people."""

from uuid import UUID

from protocol.wire import Event, Instant, Object


class Person(Object, frozen=True):
    """Anybody, as everybody may see them."""

    id: UUID
    handle: str
    name: str
    avatar: str
    is_host: bool
    is_model: bool


class ModelCard(Object, frozen=True):
    """What a model offers. `rating` is the mean of the stars, null until the first."""

    pose_styles: list[str]
    rating: float | None
    experience: str
    languages: list[str]
    about: str


class Profile(Person, frozen=True):
    """A person's page. `blocked`: the viewer has blocked them."""

    about: str
    model: ModelCard | None
    host_rating: float | None
    blocked: bool


class Me(Profile, frozen=True):
    """A person as only they see themselves.

    What they do not show (`shows_...`) they do not see of others either.
    """

    email: str
    email_confirmed: bool
    time_zone: str
    language: str
    shows_typing: bool
    shows_presence: bool
    shows_receipts: bool


class ProfileChanged(Event, frozen=True):
    """My own profile or settings changed, here or on another device."""

    event = "me.changed"
    data: Me


class SignInRow(Object, frozen=True):
    """A place where I am signed in, or an API token of mine with what it may do."""

    id: UUID
    kind: str
    name: str
    created_at: Instant
    last_used_at: Instant | None
    expires_at: Instant | None
    scopes: list[str]
    verbs: list[str]
    current: bool
