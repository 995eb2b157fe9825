"""`bin/chaos`, `bin/chaos NAME ...`: break it, look whether every promise was kept, say so."""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import django

from tools.bench.tables import Table
from tools.chaos.world import World

if TYPE_CHECKING:
    from tools.chaos.play import Fault

KEPT, BROKEN = "kept", "BROKEN"


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="callboard-") as folder:
        world = World(Path(folder))
        os.environ.update(world.environment)
        django.setup()
        from tools.chaos.faults import FAULTS

        options = parse([fault.name for fault in FAULTS])
        print(f"seed {options.seed}", flush=True)
        chosen = [fault for fault in FAULTS if fault.name in options.names or not options.names]
        with world.running():
            rows = [row_of(fault, world, options) for fault in chosen]
            if options.keep_logs:
                keep(world, options.keep_logs)
    title = f"bin/chaos, seed {options.seed}{', short' if options.short else ''}"
    table = Table(title, ["fault", "runs", "promise", "found", "verdict"], rows)
    print(f"\n{table.text()}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(table.as_json(), indent=1))
    return int(any(row[-1] == BROKEN for row in rows))


def row_of(fault: "Fault", world: World, options: argparse.Namespace) -> list[str]:
    """What was promised, what was found. An error that nobody expected breaks it, too."""
    from tools.chaos.play import play

    times = options.times or (fault.short if options.short else fault.full)
    print(f"{fault.name} ... ", end="", flush=True)
    began = time.monotonic()
    try:
        world.well()
        found, verdict = asyncio.run(play(fault, world, options.seed, times)), KEPT
    except Exception as error:
        if options.traceback:
            raise
        found, verdict = " ".join(f"{type(error).__name__}: {error}".split())[:400], BROKEN
    print(f"{verdict}, {time.monotonic() - began:.1f} s: {found}", flush=True)
    return [fault.name, str(times), fault.promise, found.replace("|", "/"), verdict]


def keep(world: World, folder: Path) -> None:
    """What every process said, for whoever looks for the cause."""
    folder.mkdir(parents=True, exist_ok=True)
    for log in world.data.logs.iterdir():
        (folder / log.name).write_bytes(log.read_bytes())


def parse(names: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/chaos", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}")
    parser.add_argument("--seed", type=int, help="plays the same chance again")
    parser.add_argument("--short", action="store_true", help="seconds of each instead of minutes")
    parser.add_argument("--times", type=int, help="how often, instead of what the form says")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--keep-logs", type=Path, metavar="FOLDER")
    parser.add_argument("--traceback", action="store_true", help="stop at the first broken promise")
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"no fault is called {', '.join(sorted(unknown))}")
    options.seed = random.randrange(100_000) if options.seed is None else options.seed
    return options


if __name__ == "__main__":
    sys.exit(main())
