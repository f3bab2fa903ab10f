"""What the tests of the trial share: reading a site, its processes, and how they end."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psutil

from tests.browser.running import OURS, ROOT, free_port, start, wait_until_up

# Spaces, an accent, and a path that is too long for a socket.
ODD = "met spaties, komma en één accent" + "x" * 100


@dataclass
class FirstStart:
    """What the first start of a trial, by two programs at once, left in `folder`, and showed."""

    folder: Path
    output: str  # of both programs
    lists: list[str]  # the page with all initiatives, of each program
    left: list[str]  # what went on running afterwards


def read(port, path):
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
        return response.read().decode()


def processes(folder):
    """Whatever runs for this data folder: PostgreSQL names it, and so does the trial itself."""
    return [
        process
        for process in psutil.process_iter(["cmdline", "status"])
        if str(folder) in " ".join(process.info["cmdline"] or []) and process.info["status"] != psutil.STATUS_ZOMBIE
    ]


def manage(folder, *arguments):
    """Run a Django command on the data of a trial."""
    command = [sys.executable, "-m", "catalogue.trial", "manage", "--var", str(folder), "--", *arguments]
    environment = {key: value for key, value in os.environ.items() if key not in OURS}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def ended(process, seconds=20):
    """The output and exit status of a process that should end soon."""
    try:
        out, _ = process.communicate(timeout=seconds)
    finally:
        process.kill()  # one that does not end would go on beside the tests that follow
    return process.returncode, out


def start_twice_at_once(folder):
    """Start two trials at once on a folder and stop them; the fields of `FirstStart` after the first."""
    ports = [free_port(), free_port()]
    output, running = [], [start(folder, port) for port in ports]
    try:
        for process in running:
            output += wait_until_up(process)
        lists = [read(port, "/initiatieven/") for port in ports]
    finally:
        for process in running:
            process.terminate()
            output.append(ended(process)[1])
    return " ".join(output), lists, [" ".join(process.info["cmdline"]) for process in processes(folder)]
