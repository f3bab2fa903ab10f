"""Data of a trial that was started before, and no site that goes on running after a test."""

import contextlib
import subprocess

import psutil
import pytest

from tests.browser.running import free_port, start, wait_until_up
from tests.catalogue.trials import ended, processes


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path):
    """A test that fails half-way leaves no site running."""
    yield
    for process in processes(tmp_path):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


@pytest.fixture(scope="session")
def first_start(tmp_path_factory):
    """The folder of a trial that was started for the first time and stopped, and what that start said."""
    folder = tmp_path_factory.mktemp("first") / "var"
    process = start(folder, free_port())
    output = wait_until_up(process)
    process.terminate()
    assert ended(process)[0] == 0
    return folder, " ".join(output)


@pytest.fixture
def copied(first_start):
    """Copies the data of that trial to another folder: for a test of later starts, which are quicker."""

    def copy(folder):
        subprocess.run(["cp", "-a", first_start[0], folder], check=True)  # with owners: PostgreSQL refuses another's
        return folder

    return copy
