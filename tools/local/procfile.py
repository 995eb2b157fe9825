"""Run the Procfile: every line one process, every printed line with its process's name.

honcho reads the file and prints. Starting and stopping is ours, because honcho gives a process
five seconds to end where a drain takes ten, and leaves orphans when it is killed itself.

SIGINT ends all at once, SIGTERM lets each finish what it is doing. When one process ends by
itself, so do the others.
"""

import datetime
import itertools
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from honcho.colour import get_colours
from honcho.environ import parse_procfile
from honcho.printer import Message, Printer

from tools.local import children

#: How long a process may take to end, by the signal it was given.
PATIENCE = {signal.SIGINT: 1.0, signal.SIGTERM: 12.0}


class Runner:
    """All processes of one Procfile, and the queue on which signals and ends arrive."""

    def __init__(self, procfile: str) -> None:
        self.commands: dict[str, str] = parse_procfile(procfile).processes
        self.printer = Printer(width=max(map(len, self.commands)))
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.readers: list[threading.Thread] = []
        #: The name of a process that has ended, or a signal.
        self.happened: queue.SimpleQueue[str | signal.Signals] = queue.SimpleQueue()

    def run(self) -> int:
        for number in PATIENCE:
            signal.signal(number, lambda caught, _: self.happened.put(signal.Signals(caught)))
        for (name, command), colour in zip(
            self.commands.items(), itertools.cycle(get_colours()), strict=False
        ):
            self.start(name, command, colour)
        first = self.happened.get()
        if isinstance(first, signal.Signals):
            self.end(first)
            return 0
        code = self.processes[first].wait()
        print(f"{first} ended with code {code}: stopping the others.", flush=True)
        self.end(signal.SIGTERM)
        return code or 1

    def start(self, name: str, command: str, colour: str) -> None:
        process = children.start(["sh", "-c", f"exec {command}"], output=subprocess.PIPE)
        self.processes[name] = process
        reader = threading.Thread(target=self.show, args=(name, process, colour), daemon=True)
        reader.start()
        self.readers.append(reader)

    def show(self, name: str, process: "subprocess.Popen[bytes]", colour: str) -> None:
        assert process.stdout
        try:
            for row in process.stdout:
                now = datetime.datetime.now().astimezone()
                self.printer.write(Message("line", row, now, name, colour))
        except BrokenPipeError:  # nobody reads us any more
            self.happened.put(signal.SIGINT)
        process.wait()
        self.happened.put(name)

    def end(self, number: signal.Signals) -> None:
        """Pass the signal on and wait. A second signal ends the patience."""
        for process in self.processes.values():
            if process.poll() is None:
                process.send_signal(number)
        until = time.monotonic() + PATIENCE[number]
        while any(process.poll() is None for process in self.processes.values()):
            try:
                happened = self.happened.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            if isinstance(happened, signal.Signals):
                break
        for process in self.processes.values():
            children.kill(process)
        for reader in self.readers:
            reader.join(timeout=1)


if __name__ == "__main__":
    sys.exit(Runner(Path("Procfile").read_text()).run())
