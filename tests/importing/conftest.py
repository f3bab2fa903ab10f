"""Some of the shipped fixtures, to change (a load takes a third of the time; `few_are_loaded`); imports of tables."""

import pytest
from django.utils import timezone

from initiatives.choices import Role
from initiatives.importing import runs
from tests.few import copy_few


@pytest.fixture
def folder(tmp_path):
    """A copy of a part of the shipped fixtures, to change."""
    return copy_few(tmp_path / "fixtures")


@pytest.fixture
def imported(signed_in):
    """Keep a table as an editor of a role, and try it out."""

    def import_it(text, role=Role.CHIEF, municipalities=()):
        editor = signed_in(role, f"{role}-{timezone.now().timestamp()}", municipalities)
        content = text if isinstance(text, bytes) else text.encode()
        run = runs.add(content=content, file_name="proef.csv", by=editor.user)
        runs.check(run)
        return run

    return import_it
