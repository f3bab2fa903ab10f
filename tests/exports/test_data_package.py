"""The columns and files as the descriptions for programs tell them are those of the downloads."""

import csv
import io
import re
from datetime import date, datetime

import pytest

from initiatives.exports.columns import COLUMNS
from initiatives.search.query_string.outlets import DOWNLOADS
from tests.factories import make_initiative
from tests.views.pages import text

pytestmark = pytest.mark.django_db
READERS = {
    "string": str,
    "integer": int,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


@pytest.fixture
def fields(client):
    response = client.get("/tabelschema.json")
    assert (response["Content-Type"], response["Access-Control-Allow-Origin"]) == ("application/json", "*")
    assert response.json()["primaryKey"] == ["slug"]
    return response.json()["fields"]


def rows(client, address="/initiatieven.csv"):
    """The rows of a CSV file, each as its values."""
    file = io.StringIO(b"".join(client.get(address).streaming_content).decode(), newline="")
    return list(csv.reader(file))


def faults(fields, rows):
    """The columns with a value that the schema does not allow."""
    wrong_columns = set()
    for name, field, values in zip((field["name"] for field in fields), fields, zip(*rows, strict=True), strict=True):
        limits, known = field.get("constraints", {}), [value for value in values if value]
        try:
            [READERS[field["type"]](value) for value in known]
        except ValueError:
            wrong_columns.add(name)
        if "enum" in limits and set(known) - set(limits["enum"]):
            wrong_columns.add(name)
        if limits.get("required") and len(known) < len(values):
            wrong_columns.add(name)
        if limits.get("unique") and len(set(known)) < len(known):
            wrong_columns.add(name)
        if field.get("format") == "uri" and not all(re.match(r"https?://\S+\Z", value) for value in known):
            wrong_columns.add(name)
    return wrong_columns


def test_schema_describes_the_csv_of_the_whole_catalogue(client, fields):
    header, *values = rows(client)
    assert [field["name"] for field in fields] == header
    assert [field["description"] for field in fields] == [column.meaning for column in COLUMNS]
    assert {field["type"] for field in fields} == set(READERS)
    assert len(values) > 250
    assert faults(fields, values) == set()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("titel", ""),
        ("bereik", "Overal"),
        ("begonnen", "vorig jaar"),
        ("inwoners", "veel"),
        ("gewijzigd", "gisteren"),
        ("adres", "/initiatieven/een/"),
        ("onderbouwing", "Goed"),
    ],
)
def test_value_that_the_schema_excludes_is_seen(client, fields, no_initiatives, name, wrong):
    make_initiative("een")
    row = rows(client)[1]
    assert faults(fields, [row]) == set()
    row[[field["name"] for field in fields].index(name)] = wrong
    assert faults(fields, [row]) == {name}
    assert "slug" in faults(fields, [row, row])


def test_package_leads_to_the_tables_and_their_columns(client):
    package = client.get("/datapackage.json").json()
    assert package["licenses"] == [
        {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "CC BY 4.0"}
    ]
    assert len(package["sources"]) == 5
    media_types = {download.name: download.media_type for download in DOWNLOADS}
    assert [resource["format"] for resource in package["resources"]] == ["csv", "xlsx", "ods"]
    for resource in package["resources"]:
        response = client.get(f"{resource['path']}?q=ruimtevaart")
        assert b"".join(response.streaming_content)  # which closes it
        assert response["Content-Type"].startswith(media_types[resource["format"]])
        assert resource["mediatype"] == media_types[resource["format"]]
        assert client.get(resource["schema"]).json()["fields"][0]["name"] == "titel"


def test_page_about_open_data_links_to_both(client):
    page = text(client.get("/over/open-data/"))
    assert 'href="/datapackage.json"' in page
    assert 'href="/tabelschema.json"' in page
