"""The largest pages stay small: bytes of HTML, and as they are sent."""

import re

import brotli
import pytest

from tests.views.pages import text

pytestmark = pytest.mark.django_db
QUALITY = 4  # of the compression that servers use for pages made on request


@pytest.mark.parametrize("path", ["/matrix/?toon=doelgroep", "/matrix/?toon=doelgroep&q=bellen"])
def test_matrix_with_all_groups_is_small(client, path):
    page = client.get(path).content
    assert len(page) <= 90_000
    assert len(brotli.compress(page, quality=QUALITY)) <= 25_000
    assert page.count(b"<tr>") > 100


def test_map_on_the_home_page_is_small(client):
    figure = re.search(r'<svg class="map.*?</figcaption>', text(client.get("/")), re.DOTALL).group()
    assert len(figure.encode()) <= 25_000
    assert figure.count("<circle") > 80
