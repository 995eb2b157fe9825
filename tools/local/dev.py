"""bin/dev: everything Callboard needs, and Callboard, until Ctrl-C."""

import argparse
import http.client
import os
import signal
import socket
import subprocess
import textwrap
import time

from tools.local import children, client, environment, manage, postgres, stack
from tools.local.folders import ROOT, DataFolder
from tools.local.say import Problem, line, step

HOST = "127.0.0.1"
SECONDS_TO_START = 60


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    begun = time.monotonic()
    port = free_port()
    data = DataFolder.chosen()
    with data.opened():
        if options.fresh:
            postgres.await_end_of_previous(data.postgres)
            data.clear()
        environment.ready()
        client.ready()
        with stack.running(data) as env:
            env |= {"PORT": str(port)}
            env.setdefault("SECRET_KEY", data.secret_key())
            people = prepare(env, data)
            manage.leave_note(data, env)
            try:
                return serve(env, port, people, begun)
            finally:
                manage.take_note_away(data)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/dev",
        description="Start everything Callboard needs, and Callboard. Ctrl-C stops all of it.",
        epilog="PORT chooses the port, CALLBOARD_DATA the data folder. With DATABASE_URL or "
        "REDIS_URL, that server is used and none is started.",
    )
    parser.add_argument("--fresh", action="store_true", help="delete the data folder first")
    return parser.parse_args(arguments)


def free_port() -> int:
    """The port to serve on, asked for before any work is done."""
    wanted = os.environ.get("PORT") or "8000"
    try:
        port = int(wanted)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
    except (ValueError, OverflowError):
        raise Problem(f"PORT is {wanted}, which is not a port number.") from None
    except PermissionError:
        raise Problem(f"This user may not serve on port {port}: choose one above 1024.") from None
    except OSError:
        raise Problem(
            f"Port {port} is taken by another program: stop that, "
            f"or choose another port, like this: PORT={port + 1} bin/dev"
        ) from None
    return port


def prepare(env: stack.Environment, data: DataFolder) -> str:
    """Bring the database up to date; return who can sign in."""
    log = data.logs / "prepare.log"
    sentence = f"The database could not be brought up to date. All of the output is in {log}."
    command = [environment.PYTHON, "-m", "tools.local.prepare"]
    with step("Migrating the database, inviting the demo people"):
        children.run(command, log, sentence, env=env, cwd=ROOT)
    return textwrap.dedent(log.read_text())


def serve(env: stack.Environment, port: int, people: str, begun: float) -> int:
    """Run the Procfile until a signal: SIGINT stops it at once, SIGTERM lets it drain."""
    runner = children.start(
        [environment.PYTHON, "-m", "tools.local.procfile"], death=signal.SIGINT, env=env, cwd=ROOT
    )
    asked: list[int] = []

    def pass_on(number: int, _: object) -> None:
        asked.append(number)
        runner.send_signal(number)

    try:
        signal.signal(signal.SIGINT, pass_on)
        signal.signal(signal.SIGTERM, pass_on)
        if up(runner, port, asked):
            announce(port, people, time.monotonic() - begun)
        code = runner.wait()
    finally:
        children.stop(runner, signal.SIGINT, 2)
    return 0 if asked else code


def up(runner: "subprocess.Popen[bytes]", port: int, asked: list[int]) -> bool:
    """Wait for the first healthy answer, however long it takes."""
    slow = time.monotonic() + SECONDS_TO_START
    while runner.poll() is None and not asked:
        if healthy(port):
            return True
        if time.monotonic() > slow:
            slow = float("inf")
            line(f"There is no healthy answer on port {port} yet; the lines above may say why.")
        time.sleep(0.1)
    return False


def healthy(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(port: int, people: str, seconds: float) -> None:
    link = f"http://localhost:{port}/"
    rows = [f"Callboard runs at {link} (after {seconds:.1f} s)", "", *people.strip().splitlines()]
    rows += ["", f"Mails it sends: {link}mailbox/", "Ctrl-C stops everything."]
    line("\n" + "\n".join(f"    {row}".rstrip() for row in rows) + "\n")
