"""The product's settings; only what would make tests slow or leave the machine is other."""

import os

# Each worker has a Redis server of its own: publications ignore the numbers of databases. The
# processes that it starts are given theirs, and choose no more.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "").upper()
os.environ["REDIS_URL"] = os.environ.pop(f"REDIS_URL_{_worker}", os.environ["REDIS_URL"])

from server.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "server.mailbox.MailboxBackend"
DATABASES["default"]["TEST"] = {  # noqa: F405
    # Several runs on one PostgreSQL do not meet.
    "NAME": f"test_{DATABASES['default']['NAME']}_{os.getpid()}",  # noqa: F405
    "TEMPLATE": os.environ.get("CALLBOARD_TEST_TEMPLATE"),
}
