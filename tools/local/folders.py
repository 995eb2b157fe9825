"""Where things are: the checkout, and the one folder that holds everything that is kept."""

import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tools.local.say import Problem, line

ROOT = Path(__file__).resolve().parents[2]
#: What the kernel allows for a Unix socket is 107 characters; PostgreSQL adds a name to the folder.
SOCKET_FOLDER_LIMIT = 107 - len("/.s.PGSQL.5432.lock")


@contextmanager
def exclusive(path: Path, taken: str = "") -> Iterator[None]:
    """Hold a lock file; wait for it, or with `taken` make that sentence a problem at once."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if taken:
                raise Problem(taken) from None
            line("Another command is preparing the same things: waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def short_folder(path: Path) -> Path:
    """A private folder in the temp directory, always the same one for `path`."""
    name = f"callboard-{os.getuid()}-{hashlib.sha256(bytes(path)).hexdigest()[:8]}"
    folder = min(Path(tempfile.gettempdir()), Path("/tmp"), key=lambda p: len(str(p))) / name  # noqa: S108
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode != stat.S_IFDIR | 0o700:
        raise Problem(f"{folder} is somebody else's: use a shorter CALLBOARD_DATA.")
    return folder


@dataclass(frozen=True)
class DataFolder:
    """`.data` in the checkout, or the folder named by CALLBOARD_DATA."""

    path: Path

    @classmethod
    def chosen(cls) -> "DataFolder":
        return cls(Path(os.environ.get("CALLBOARD_DATA") or ROOT / ".data").absolute())

    @property
    def mark(self) -> Path:
        """Held while Callboard runs, and the sign that this folder is ours to delete."""
        return self.path / "callboard.lock"

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def sockets(self) -> Path:
        folder = self.path / "run"
        return folder if len(bytes(folder)) <= SOCKET_FOLDER_LIMIT else short_folder(folder)

    def forget_sockets(self) -> None:
        """Leave no empty folder in the temp directory."""
        with suppress(OSError):
            self.sockets.rmdir()

    def create(self) -> None:
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self.mark.exists() and any(self.path.iterdir()):
                raise Problem(f"{self.path} holds other things: choose another CALLBOARD_DATA.")
            self.mark.touch()
            for folder in (self.logs, self.path / "run"):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Problem(
                f"The data folder {self.path} cannot be written ({error.strerror}): "
                "set CALLBOARD_DATA to a folder of yours."
            ) from error

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Create the folder, and keep a second start out of it."""
        self.create()
        sentence = f"Callboard is already running with the data folder {self.path}."
        with exclusive(self.mark, taken=sentence):
            yield

    def clear(self) -> None:
        """Delete everything but the lock we hold."""
        for entry in self.path.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry != self.mark:
                entry.unlink()
        self.create()

    def secret_key(self) -> str:
        """Made once: sessions outlive a restart."""
        file = self.path / "secret_key"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(os.urandom(32).hex())
        return file.read_text()
