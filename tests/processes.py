"""The product's own processes, as `bin/chaos` starts and kills them."""

from tools.chaos.processes import Process, Web, clock, free_port, running, worker
from tools.local.folders import ROOT

__all__ = ["ROOT", "Process", "Web", "clock", "free_port", "running", "worker"]
