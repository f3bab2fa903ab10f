"""A part of the shipped fixtures, to change: each load of it takes a third of the time (`few_are_loaded`)."""

import pytest

from tests.few import copy_few


@pytest.fixture
def folder(tmp_path):
    """A copy of a part of the shipped fixtures, to change."""
    return copy_few(tmp_path / "fixtures")
