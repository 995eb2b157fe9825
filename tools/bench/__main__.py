"""`bin/bench NAME ...`: figures, as they are, in tables that can be kept."""

import argparse
import json
import os
import signal
import sys
import traceback
from importlib import import_module
from pathlib import Path

import django

from tools.bench.tables import Table

#: In the order of `all`.
BENCHES = [
    "dm",
    "fanout",
    "catchup",
    "storm",
    "idle",
    "inbox",
    "write-path",
    "growth",
    "ablation",
    "match",
    "deadlines",
    "call",
    "screens",
    "feed",
    "notify",
]
#: Measured in this process: whichever server there is makes no difference.
WITHOUT_SERVER = {"write-path", "match"}
SERVERS = ["daphne", "uvicorn"]
#: A workload takes a minute; one that hangs shall not hang the others.
AT_MOST = 300


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
    options = parse()
    django.setup()
    from django.core.management import call_command

    from tools.bench import head, machine

    call_command("migrate", verbosity=0)
    os.sched_setaffinity(0, {machine.LOAD})
    above = head.lines()
    print("\n".join(above), flush=True)
    tables: list[Table] = []
    failed: list[str] = []
    for name in BENCHES if "all" in options.names else options.names:
        for server in [""] if name in WITHOUT_SERVER else options.server:
            found = measure(name, server)
            tables += found
            if not found:
                failed.append(f"{name} {server}".strip())
            keep(options, above, tables, failed)
    if failed:
        print(f"\nFailed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def keep(
    options: argparse.Namespace, above: list[str], tables: list[Table], failed: list[str]
) -> None:
    """After each workload: what was measured stands, however the run ends."""
    from tools.bench import page

    if options.json:
        kept = {"at": above, "tables": [table.as_json() for table in tables], "failed": failed}
        options.json.write_text(json.dumps(kept, indent=1))
    if options.page:
        page.fill(above, tables)


def stop(*_: object) -> None:
    raise TimeoutError(f"not done after {AT_MOST} s")


def measure(name: str, server: str) -> list[Table]:
    """The tables of one workload, printed as they come; none if it failed."""
    module = import_module(f"tools.bench.{name.replace('-', '_')}")
    signal.signal(signal.SIGALRM, stop)
    signal.alarm(AT_MOST)
    try:
        tables: list[Table] = module.run(server)
    except Exception:
        traceback.print_exc()
        return []
    finally:
        signal.alarm(0)
    for table in tables:
        print(f"\n{table.text()}", flush=True)
    return tables


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("names", nargs="+", choices=[*BENCHES, "all"])
    parser.add_argument("--server", action="append", choices=SERVERS, help="default: both")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures")
    parser.add_argument("--page", action="store_true", help="write them into docs/performance*.md")
    options = parser.parse_args()
    options.server = options.server or SERVERS
    return options


if __name__ == "__main__":
    sys.exit(main())
