"""The product's settings; only what would make tests slow or leave the machine is other."""

import os

from server.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "server.mailbox.MailboxBackend"
# Several runs on one PostgreSQL do not meet.
DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{os.getpid()}"}  # noqa: F405
