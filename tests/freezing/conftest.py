"""A small world and a copy of it, which tests of a module share."""

import pytest

from initiatives.freezing.folder import Folder
from initiatives.freezing.run import freeze
from tests.freezing.world import BASE, make_small
from tests.worlds import undone


@pytest.fixture(scope="module")
def small_world(django_db_setup, django_db_blocker):
    with undone(django_db_blocker):
        make_small()
        yield


@pytest.fixture
def freeze_to():
    """Freeze the site into a folder; returns the result."""

    def run(path):
        with Folder.opened(path) as folder:
            return freeze(folder, BASE, lambda line: None)

    return run


@pytest.fixture(scope="module")
def copy(small_world, tmp_path_factory):
    """The folder with a copy of the small world, which no test changes."""
    path = tmp_path_factory.mktemp("copy")
    with Folder.opened(path) as folder:
        freeze(folder, BASE, lambda line: None)
    return path
