"""One file; everything that differs between installations comes from the environment."""

import os
from email.utils import parseaddr
from pathlib import Path
from typing import get_args

import environ
from django.conf.locale import LANG_INFO

from people.vocabulary import Language
from protocol import keeping, limits
from server import given, logs, safety

env = environ.Env()
ROOT = Path(__file__).resolve().parent.parent

#: Set by bin/dev: demo people may sign in by a click, mails land in a mailbox page.
DEV = given.switch("CALLBOARD_DEV", default=False)
DATA = Path(env("CALLBOARD_DATA", default=str(ROOT / ".data")))
#: What was last seen of the database, beside the data: who restores them must not restore it.
WITNESS = Path(env("CALLBOARD_WITNESS", default=f"{DATA}.witness"))

SECRET_KEY = env("SECRET_KEY", default=safety.DEMO_KEY if DEV else environ.Env.NOTSET)
DEBUG = False
ALLOWED_HOSTS = given.names("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
PORT = given.number("PORT", 8000)
#: The exact origins whose pages may open a socket or post a form; the first is in mails.
ORIGINS = given.origins("ORIGINS", [f"http://localhost:{PORT}", f"http://127.0.0.1:{PORT}"])
HTTPS = ORIGINS[0].startswith("https://")
#: Their X-Forwarded-For is believed; see `protocol.addresses`.
TRUSTED_PROXIES = given.networks("TRUSTED_PROXIES")
if DEV:
    safety.require_own_machine(ORIGINS, ALLOWED_HOSTS, env("BIND", default="127.0.0.1"))
else:
    safety.require_strong_key(SECRET_KEY)

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "server.admin_config.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "dmr",
    "protocol",
    "people",
    "notifications",
    "conversations",
    "feed",
    "workflows",
    "moderation",
    "rights",
    "consumers",
    "server",
]

MIDDLEWARE = [
    "server.characters.no_strange_characters",
    "server.health.probes",
    "server.api.open_reads",
    "server.conditional.conditional_reads",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.account_queue",
    "people.middleware.sign_in",
    "server.reading.bounded_reads",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "protocol.api.Refusals",
]

#: An address is what it is: the only one that has another form is `/admin`.
APPEND_SLASH = False
ROOT_URLCONF = "server.urls"
ASGI_APPLICATION = "server.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "server" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- data ------------------------------------------------------------------------------------

#: Threads that talk to the database, each with a connection of its own.
DATABASE_THREADS = given.number("DATABASE_THREADS", 8)
#: Of their own for texts in conversations that somebody holds: nobody else waits for those.
SIDE_THREADS = given.number("SIDE_THREADS", 4)
DATABASE_URL = given.address("DATABASE_URL", "postgresql:///callboard", "postgresql", "postgres")
DATABASES = {
    "default": {
        **env.db_url_config(DATABASE_URL),
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
    }
}
#: A line whose other end has vanished is given up in a quarter of a minute; what the server takes
#: long over is not.
LINE = {"connect_timeout": 5, "keepalives_idle": 5, "keepalives_interval": 2}
LINE |= {"keepalives_count": 3, "tcp_user_timeout": 10_000}
DATABASES["default"]["OPTIONS"] = LINE | DATABASES["default"].get("OPTIONS", {})
DATABASES["default"]["OPTIONS"]["options"] = (
    "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=5s"
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = given.one_address("REDIS_URL", "redis://127.0.0.1:6379/0", "redis", "rediss", "unix")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_connect_timeout": 1}]},
    }
}
#: For the counts of limits; see people/shared_cache.py.
CACHES = {
    "default": {
        "BACKEND": "people.shared_cache.SharedCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "callboard",
        "OPTIONS": {
            "serializer": "people.shared_cache.JsonSerializer",
            "socket_connect_timeout": 0.5,
            "socket_timeout": 0.5,
        },
    }
}
#: Each can be switched off: bin/bench shows what it brings. Frames go straight to the transport
#: of a server that is known; texts are committed in groups; frames of one turn of the event loop
#: are joined into one write; nothing is published while no other process listens.
DIRECT_WRITES = given.switch("CALLBOARD_DIRECT_WRITES", default=True)
GROUP_COMMIT = given.switch("CALLBOARD_GROUP_COMMIT", default=True)
JOINED_WRITES = given.switch("CALLBOARD_JOINED_WRITES", default=True)
QUIET_BUS = given.switch("CALLBOARD_QUIET_BUS", default=True)
LIMITS = limits.load(dict(os.environ))
KEEP = keeping.load(dict(os.environ))

# --- people ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.signing_in.AddressBackend"]
PASSWORD_HASHERS = ["people.hashing.Argon2"]
#: Requests about accounts that are worked on at once, each in a thread of its own.
ACCOUNT_THREADS = given.number("ACCOUNT_THREADS", 4)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "people.accounts.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "people.accounts.SignUpForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
#: Sign-up answers the same for an address that is known: nobody can ask who is here.
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
#: What changes who owns an account asks for the password, or a second factor, again.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_NOTIFICATIONS = True
PASSWORD_RESET_TIMEOUT = 86_400
#: Wrong passwords are counted by people/attempts.py; `login_failed` is for second factors.
ACCOUNT_RATE_LIMITS = {
    "change_password": "5/m/user,30/d/user",
    "confirm_email": "3/10m/key",
    "login": "60/m/ip",
    "login_failed": "20/m/ip,10/5m/key",
    "reauthenticate": "10/m/user,60/d/user",
    "reset_password": "20/m/ip,3/15m/key,10/d/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Callboard"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ADAPTER = "people.accounts.SecondFactorAdapter"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
HEADLESS_ONLY = True
HEADLESS_ADAPTER = "people.accounts.HeadlessAdapter"
HEADLESS_CLIENTS = ["browser"]
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{ORIGINS[0]}/confirm-email/{{key}}",
    "account_reset_password": f"{ORIGINS[0]}/reset-password",
    "account_reset_password_from_key": f"{ORIGINS[0]}/reset-password/{{key}}",
    "account_signup": f"{ORIGINS[0]}/sign-up",
}

SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = ORIGINS
#: Sent with every answer when HTTPS; all other headers of that kind are in `server.headers`.
HSTS_SECONDS = 31_536_000

# --- mail ------------------------------------------------------------------------------------

if "EMAIL_URL" in env:
    vars().update(env.email_url("EMAIL_URL"))
elif DEV:
    EMAIL_BACKEND = "server.mailbox.MailboxBackend"
#: What nobody answers for ten seconds is tried again later.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="Callboard <callboard@localhost>")

# --- push ------------------------------------------------------------------------------------

#: Whom a push service asks when something is wrong with our pushes.
PUSH_CONTACT = env("PUSH_CONTACT", default=f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}")
#: Push services besides those of the browsers, as host:port; tests have one of their own.
PUSH_HOSTS = env.list("PUSH_HOSTS", default=[])

# --- operators ---------------------------------------------------------------------------------

#: Who is told of a hole: `mailto:` or `https://`; it stands in /.well-known/security.txt.
SECURITY_CONTACT = given.contact("SECURITY_CONTACT", f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}")
#: Whoever shows it as a bearer token reads /metrics; without one, nobody does in production.
METRICS_TOKEN = env("METRICS_TOKEN", default="")

# --- the rest --------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
#: Those with catalogues in the rooms' `locale`, and the one of the code.
LANGUAGES = [(code, LANG_INFO[code]["name_local"]) for code in get_args(Language)]
#: Anything else would also set the process's own zone, and shift the server's log.
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
#: Served from where their packages are installed: there is nothing to collect.
STATIC_URL = "static/"
CLIENT_BUILD = Path(env("CALLBOARD_CLIENT", default=str(ROOT / "frontend" / "build")))
LOGGING = logs.configuration(
    given.one_of("LOG_FORMAT", logs.FORMS), env("LOG_LEVEL", default="WARNING")
)
