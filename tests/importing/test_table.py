"""The way back: a table that was taken along, loaded again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from initiatives.models import Initiative
from initiatives.search.query import Search
from tests.exports.worlds import make_hostile

pytestmark = pytest.mark.django_db
SLUG = "de-bakfiets-alkmaar"


def download(client, query=""):
    response = client.get(f"/initiatieven.csv?{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


@pytest.fixture
def table(tmp_path):
    """Writes a table to a file and loads it; what the command said."""

    def load(content, **options):
        path = tmp_path / "tabel.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        said, faults = StringIO(), StringIO()
        try:
            call_command("load_table", path, stdout=said, stderr=faults, **options)
        except CommandError as error:
            return [*faults.getvalue().splitlines(), str(error)]
        return said.getvalue().splitlines()

    return load


@pytest.mark.parametrize("query", ["", "scheiding=puntkomma"])
def test_download_is_the_same_after_it_was_loaded_into_an_empty_catalogue(client, table, query):
    make_hostile()
    before = download(client, query)
    number = Initiative.objects.published().count()
    Initiative.objects.all().delete()
    assert download(client, query).count(b"\r\n") == 1
    assert table(before)[1] == f"  initiatieven: {number} nieuw, 0 gewijzigd, 0 gelijk gebleven, 0 weggehaald."
    assert download(client, query) == before
    assert Search.of().total == number
