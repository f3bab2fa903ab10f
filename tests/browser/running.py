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
started: list[subprocess.Popen] = []  # kept, since Python warns of one that it forgets while it runs
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


def start_gunicorn(database_url: str, workers: int = 2, **variables: str) -> tuple[subprocess.Popen, str]:
    """Start the web server alone, on a database that is ready, with the static files of this run.

    Args:
        variables: of its environment.

    Returns:
        Its process and its address, where it answers.
    """
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": database_url, "BIND": f"127.0.0.1:{port}", "EMBED_HOSTS": FRAMED_BY}
    environment |= {"WORKERS": str(workers), **variables}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:catalogue.gunicorn", "--log-level", "warning"]
    process, address = subprocess.Popen(command, cwd=ROOT, env=environment), f"http://127.0.0.1:{port}"
    while process.poll() is None:
        try:
            with urlopen(f"{address}/healthz", timeout=2):
                return process, address
        except OSError:
            time.sleep(0.05)
    raise AssertionError("The web server did not start.")


@contextmanager
def catalogue(name: str, workers: int = 1) -> Iterator[tuple[str, str]]:
    """A web server on a copy of the catalogue; yields its address and that of its database.

    Args:
        name: of the copy, unique in a process of the test run.
        workers: each takes a second of processor to start.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with databases.copy_of_catalogue(f"{name}_{worker}") as database_url:
        process, address = start_gunicorn(database_url, workers)
        try:
            yield address, database_url
        finally:
            process.terminate()
            process.wait(timeout=30)


def shared_catalogue(name: str) -> str:
    """Return the address of a web server on a copy of the catalogue that no test changes.

    The first process of this run that asks starts it; it ends with the run (tests/environment.py).

    Args:
        name: one of `databases.SHARED`.
    """
    address, process_id = (databases.run_folder() / f"{name}.{kind}" for kind in ("address", "pid"))
    with databases.once_in_a_run(name) as is_first:
        if is_first:
            template = databases.template()
            databases.execute("CREATE DATABASE {} TEMPLATE {}", template + name, template)
            process, url = start_gunicorn(databases.url_of(template + name), workers=1)
            process_id.write_text(str(process.pid))
            address.write_text(url)
            started.append(process)
    return address.read_text()
