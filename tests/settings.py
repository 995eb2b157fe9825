"""The product's settings; only what would make tests slow or leave the machine is other."""

import os

# Each worker has a Redis server of its own, because publications ignore the numbers of databases,
# and a data folder of its own, because rounds delete files whose rows are not in their database.
# The processes that a worker starts are given theirs, and choose no more.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "").upper()
for _name in ("REDIS_URL", "CALLBOARD_DATA"):
    os.environ[_name] = os.environ.pop(f"{_name}_{_worker}", os.environ[_name])

from server.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "server.mailbox.MailboxBackend"
DATABASES["default"]["TEST"] = {  # noqa: F405
    # Several runs on one PostgreSQL do not meet.
    "NAME": f"test_{DATABASES['default']['NAME']}_{os.getpid()}",  # noqa: F405
    "TEMPLATE": os.environ.get("CALLBOARD_TEST_TEMPLATE"),
}
