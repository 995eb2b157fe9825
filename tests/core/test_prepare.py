"""Every process has read its types before it has threads."""

import os
import subprocess
import sys

from tests.processes import ROOT

#: Eight threads decode every type of the product for the first time, at once.
AT_ONCE = """
import sys, threading
import django
django.setup()
import msgspec
from server import schema
sys.setswitchinterval(1e-6)
for struct in schema.structs():
    line = threading.Barrier(8)
    last_first = msgspec.json.encode(dict.fromkeys(reversed(struct.__struct_encode_fields__)))
    def decode():
        line.wait()
        try:
            msgspec.json.decode(last_first, type=struct)
        except (msgspec.ValidationError, TypeError):
            pass
    threads = [threading.Thread(target=decode) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("alive")
"""


def test_threads_that_decode_a_type_for_the_first_time_crash_nothing(
    environment: dict[str, str],
) -> None:
    command = [sys.executable, "-c", AT_ONCE]
    env = {**os.environ, **environment}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
