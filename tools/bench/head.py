"""What stands above every run: the machine, the versions, the limits in force."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version

import msgspec
from django.conf import settings
from django.db import connection

from protocol import limits
from tools.bench import machine, processes

PACKAGES = ("Django", "channels", "daphne", "uvicorn", "uvloop", "psycopg", "msgspec", "redis")
#: What decides how long a commit takes.
DURABILITY = ("fsync", "synchronous_commit", "full_page_writes", "shared_buffers")


def lines() -> list[str]:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    redis = machine.redis_info()["redis_version"]
    durability = ", ".join(f"{name} {_setting(name)}" for name in DURABILITY)
    return [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {_commit()},"
        f" {os.cpu_count()} cores, {platform.system()} {platform.release()},"
        f" load average {os.getloadavg()[0]:.1f}",
        f"Python {platform.python_version()}, PostgreSQL {_setting('server_version').split()[0]}"
        f" ({durability}), Redis {redis}, {packages}",
        f"Servers on core {machine.SERVER}, load on core {machine.LOAD}. Limits: {_limits()}",
    ]


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


def _limits() -> str:
    """As the web processes have them, hasty clients let in."""
    values = msgspec.structs.asdict(limits.load({**os.environ, **processes.NO_HASTE}))
    return ", ".join(f"{name} {value:g}" for name, value in values.items())


def _commit() -> str:
    asked = ["git", "describe", "--always", "--dirty"]
    told = subprocess.run(asked, cwd=settings.ROOT, capture_output=True, text=True)
    return told.stdout.strip() or "unknown"
