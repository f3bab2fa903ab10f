"""A site that is served and edited."""

import pytest

from tests import sites


@pytest.fixture(scope="package")
def site():
    with sites.edited("responses") as site:
        yield site
