"""Callboard on one machine: what bin/dev, bin/test, bin/check and bin/lock do.

Everything here runs before anything is installed, so it uses the standard library only. This
first file is also read by a Python that is too old: it must stay readable for one.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Callboard needs Python 3.11, 3.12 or 3.13, and this is Python %d.%d. "
        "Start it with one of those, like this: python3.11 %s"
        % (sys.version_info[0], sys.version_info[1], sys.argv[0])
    )
