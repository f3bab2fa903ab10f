"""`make cluster` that is stopped half-way, or cannot start: nothing goes on running."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.browser.running import free_port
from tests.cluster import programs
from tests.cluster.processes import left, undisturbed
from tests.databases import ROOT
from tests.proof import only_in_proof, sample


@pytest.fixture
def folder():
    """A temporary folder that the account of PostgreSQL can enter."""
    programs.install()
    folder = Path(tempfile.mkdtemp(prefix="catalogue-stopped-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def start(folder, **environment):
    command = [sys.executable, "-m", "tests.cluster", "--port", str(free_port())]
    variables = {**os.environ, "TMPDIR": str(folder), **environment}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, cwd=ROOT, env=variables, text=True, **pipes)


@only_in_proof
@pytest.mark.parametrize("line", sample(["Starting etcd", "Loading", "Starting three web", "The catalogue is at"], 2))
def test_stop_at_any_step_leaves_nothing(folder, line):
    output = []
    with start(folder) as process:
        for output_line in process.stdout:
            output.append(output_line)
            if output_line.startswith(line):
                process.terminate()
    assert process.returncode == 0, "".join(output)
    assert output[-1] == "Stopped; 0 processes left.\n"
    assert left(folder) == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_waits_until_a_process_is_known(number):
    """What is interrupted while it starts a process does not know what to stop."""
    ended, known = [], []
    before = signal.signal(number, lambda *_: ended.append(list(known)))
    try:
        with undisturbed():
            signal.raise_signal(number)
            known.append("process")
        assert ended == [["process"]]
    finally:
        signal.signal(number, before)


def test_start_without_etcd_leaves_nothing(folder):
    """The relay runs by then, and the folders are there."""
    process = start(folder, PATH="/nowhere")
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Stopped; 0 processes left.\n" in output
    assert left(folder) == []
    assert list(folder.iterdir()) == []
