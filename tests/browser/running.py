"""The catalogue as `make run` starts it, for the browser and for tests of starting and stopping."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
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
def catalogue(folder: Path) -> Iterator[str]:
    """The catalogue with all fixtures; yields its address."""
    port = free_port()
    process = start(folder, port, EMBED_HOSTS=FRAMED_BY)
    try:
        wait_until_up(process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=30)
