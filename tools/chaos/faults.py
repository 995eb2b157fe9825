"""Every fault, in the order in which they are played."""

from tools.chaos import bus, copies, database, deadlines, killed, lines, past, readers
from tools.chaos.play import Fault

FAULTS: list[Fault] = [
    *killed.FAULTS,
    *bus.FAULTS,
    *database.FAULTS,
    *lines.FAULTS,
    *copies.FAULTS,
    *readers.FAULTS,
    *deadlines.FAULTS,
    *past.FAULTS,
]
