"""How passwords are hashed: slowly enough for a guesser, and small enough for a server."""

from django.contrib.auth import hashers


class Argon2(hashers.Argon2PasswordHasher):
    """Argon2id with OWASP's parameters: 19 MiB and two passes on one lane, about 30 ms.

    Django's own defaults take 100 MB and eight lanes, so that a few guessers at once would fill
    the machine. Hashes with other parameters still count and are replaced at the next sign-in.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
