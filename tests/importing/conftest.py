"""A part of the shipped fixtures, loaded and to change: each load takes a third of the time; and imports of tables."""

import pytest
from django.utils import timezone

from initiatives.choices import Role
from initiatives.importing import runs
from initiatives.importing.fixture_reader import read
from initiatives.importing.loader import load
from initiatives.models import Finding, LoadedRecord
from tests.factories import forget_initiatives
from tests.few import copy_few
from tests.worlds import undone

OF_INITIATIVES = ("initiative", "mention", "link", "illustration", "seealso", "adviceexample", "finding")


@pytest.fixture(scope="module")
def few_are_loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The catalogue has what `folder` has, for this module."""
    with undone(django_db_blocker):
        forget_initiatives()
        Finding.objects.all().delete()
        LoadedRecord.objects.filter(model__in=OF_INITIATIVES).delete()
        assert load(*read(copy_few(tmp_path_factory.mktemp("few") / "fixtures"))).faults == []
        yield


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
