"""Files whose row is not there: put aside for a month, never deleted at once.

A missing row may be of the future: the database was restored from an older backup, or somebody
let another one loose on this folder. When the row is there again, its file comes back.
"""

import os
import time
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from uuid import UUID

from core.setting_aside import each

KEPT = timedelta(days=30)
#: Files that are looked up at a time.
SOME = 500

#: Which of these ids have a row.
Known = Callable[[Collection[UUID]], Collection[UUID]]


def put_aside(folder: Path, aside: Path, known: Known, *, older: timedelta) -> None:
    """Files are named by the ids of their rows; what is younger than `older` may get one yet."""
    aside.mkdir(parents=True, exist_ok=True)
    for files in _some(aside):
        here = known(_ids(files))
        each("file put aside", files, partial(_look_again, folder, here))
    for files in _some(folder):
        here = known(_ids(files))
        orphans = [file for file in files if _id(file) not in here]
        each("file without a row", orphans, partial(_put, aside, older))


def _look_again(folder: Path, here: Collection[UUID], file: Path) -> None:
    if _id(file) in here:
        file.rename(folder / file.name)
    elif _age(file) > KEPT:
        file.unlink(missing_ok=True)


def _put(aside: Path, older: timedelta, file: Path) -> None:
    if not file.exists() or _age(file) < older:
        return
    if not file.is_file():
        raise IsADirectoryError(file)
    os.utime(file)  # its month begins now
    file.rename(aside / file.name)


def _some(folder: Path) -> Iterator[list[Path]]:
    """What lies in a folder, however much that is."""
    with os.scandir(folder) as entries:
        while some := [Path(entry.path) for entry in islice(entries, SOME)]:
            yield some


def _ids(files: Collection[Path]) -> set[UUID]:
    return {id for file in files if (id := _id(file)) is not None}


def _id(file: Path) -> UUID | None:
    try:
        return UUID(file.stem)
    except ValueError:
        return None


def _age(file: Path) -> timedelta:
    return timedelta(seconds=time.time() - file.stat().st_mtime)
