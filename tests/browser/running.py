"""The catalogue as `make run` starts it, and quicker: its web server on a copy of the database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests import databases
from tests.databases import ROOT

# What the test run itself set must not reach the catalogue under test.
OURS = ("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "VAR", "LOG_LEVEL")
UP = "The catalogue is at "
# Whoever embeds a list must have HTTPS; the tests do it from another port of this machine.
FRAMED_BY = "https:,http://127.0.0.1:*"


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder: Path, port: int, **environment: str) -> subprocess.Popen:
    """Start the trial on a data folder and a port; its output can be read line by line."""
    kept = {key: value for key, value in os.environ.items() if key not in OURS}
    command = [sys.executable, "-m", "catalogue.trial", "serve", "--port", str(port), "--var", str(folder)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**kept, **environment},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def wait_until_up(process: subprocess.Popen) -> list[str]:
    """Read the output until the address is printed; fails with the whole output when that never comes."""
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith(UP):
            return lines
    raise AssertionError("The catalogue did not start:\n" + "\n".join(lines))


@contextmanager
def trial(folder: Path) -> Iterator[str]:
    """The catalogue as `make run` starts it, with all fixtures; yields its address."""
    port = free_port()
    process = start(folder, port, EMBED_HOSTS=FRAMED_BY)
    try:
        wait_until_up(process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=30)


@contextmanager
def gunicorn(database_url: str) -> Iterator[str]:
    """The web server alone, on a database that is ready, with the static files of this run; yields its address."""
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": database_url, "BIND": f"127.0.0.1:{port}", "EMBED_HOSTS": FRAMED_BY}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:catalogue.gunicorn", "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_until_it_answers(process, f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_it_answers(process: subprocess.Popen, address: str) -> None:
    while process.poll() is None:
        try:
            with urlopen(f"{address}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("The web server did not start.")


@contextmanager
def catalogue(name: str) -> Iterator[tuple[str, str]]:
    """A web server on a copy of the catalogue; yields its address and that of its database.

    Args:
        name: of the copy, unique in a process of the test run.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with databases.copy_of_catalogue(f"{name}_{worker}") as database_url, gunicorn(database_url) as address:
        yield address, database_url
