"""The processes of this web server, as Linux knows them; elsewhere only this one is known."""

import os
import time
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
PAGE, TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
# Places in /proc/PID/stat, counted behind the name of the process (proc_pid_stat(5)).
PARENT, STARTED, RESIDENT = 1, 19, 21


class Process(NamedTuple):
    """A process.

    Attributes:
        memory: resident, in bytes; what processes share counts for each.
        age: seconds since its start.
    """

    pid: int
    parent: int
    memory: int
    age: float


def workers() -> list[Process]:
    """Return this process and the others with the same parent, the oldest first; empty where there is no /proc."""
    known = [process for process in map(_read, _numbers()) if process]
    parent = os.getppid()
    return sorted((process for process in known if process.parent == parent), key=lambda process: -process.age)


def _numbers() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdecimal()] if PROC.is_dir() else []


def _read(pid: int) -> Process | None:
    """A process; None for one that has ended, or that we may not see."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    age = time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[STARTED]) / TICKS
    return Process(pid, int(fields[PARENT]), int(fields[RESIDENT]) * PAGE, max(age, 0.0))
