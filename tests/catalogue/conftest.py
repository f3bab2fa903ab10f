"""Data of a trial that was started before, and no site that goes on running after a test."""

import contextlib
import json
import subprocess

import psutil
import pytest

from tests.catalogue.trials import FirstStart, processes, start_twice_at_once
from tests.databases import once_in_a_run, run_folder


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path):
    """A test that fails half-way leaves no site running."""
    yield
    for process in processes(tmp_path):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


@pytest.fixture(scope="session")
def first_start():
    """A trial that was started for the first time and stopped: by two programs at once, on one folder."""
    folder, report = run_folder() / "first-start", run_folder() / "first-start.json"
    with once_in_a_run("first-start") as is_first:
        if is_first:
            report.write_text(json.dumps(start_twice_at_once(folder)))
    return FirstStart(folder, *json.loads(report.read_text()))


@pytest.fixture
def copied(first_start):
    """Copies the data of that trial to another folder: for a test of later starts, which are quicker."""

    def copy(folder):
        subprocess.run(["cp", "-a", first_start.folder, folder], check=True)  # with owners, as PostgreSQL wants it
        return folder

    return copy
