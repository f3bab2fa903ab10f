"""No test of the trial leaves a site running."""

import contextlib

import psutil
import pytest

from tests.catalogue.trials import processes


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path):
    """A test that fails half-way leaves no site running."""
    yield
    for process in processes(tmp_path):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
