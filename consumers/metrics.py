"""What an operator can watch of the socket edge."""

from prometheus_client import Counter, Gauge, Histogram

sockets = Gauge("callboard_sockets", "Signed-in sockets of this process")
frames_out = Counter("callboard_frames_out", "Frames handed to the server for sockets")
frames_withheld = Counter("callboard_frames_withheld", "Frames not sent to slow readers")
commands = Counter("callboard_commands", "Commands by verb and outcome", ["verb", "outcome"])
#: Looked up once: a text is said far more often than anything else is done.
texts = commands.labels("message.send", "ok")
poison = Counter("callboard_poison_events", "Bus messages that could not be handled")
bus_failures = Counter("callboard_bus_failures", "Batches that Redis did not take")
bus_gaps = Counter("callboard_bus_gaps", "Batches of other processes that never arrived")
healed = Counter("callboard_sweep_heads", "Topics that the sweep found some socket behind on")
degraded = Gauge("callboard_bus_degraded", "1 while the bus does not echo")
sweep_seconds = Histogram("callboard_sweep_seconds", "How long a sweep takes")
