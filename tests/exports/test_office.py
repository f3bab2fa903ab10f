"""A real spreadsheet program opens every file: the texts are there, and none of them is a formula."""

from functools import cache

import pytest
from django.db import transaction
from django.test import Client

from initiatives.exports.columns import COLUMNS, Kind, values
from initiatives.exports.formula_guard import neutral
from initiatives.exports.sheets import typed
from initiatives.search.full_records import iterate_all
from tests.asking import ask
from tests.exports import flat
from tests.exports.hostile import VALUES
from tests.exports.worlds import make_hostile
from tests.proof import sample

pytestmark = pytest.mark.django_db  # without any such test there is no database for `world`

ADDRESSES = {"komma": "csv", "puntkomma": "csv?scheiding=puntkomma", "excel": "xlsx", "libreoffice": "ods"}


SEPARATORS = {"komma": 44, "puntkomma": 59, "tab": 9}
# LibreOffice's options for reading CSV: separator, quotes, UTF-8, from the first line, and formulas are calculated.
READING = "--infilter=CSV:{},34,76,1,,0,false,true,false,false,false,0,true"
TEXTS = [place for place, column in enumerate(COLUMNS) if column.kind in (Kind.TEXT, Kind.NAMES, Kind.LINES)]
KINDS = {Kind.DATE: "date", Kind.MOMENT: "date", Kind.NUMBER: "float"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The downloads of the catalogue with all hostile texts in it, in a folder; and the values of every row."""
    folder = tmp_path_factory.mktemp("downloads")
    with django_db_blocker.unblock(), transaction.atomic():
        make_hostile()
        for name, address in ADDRESSES.items():
            content = b"".join(Client().get(f"/initiatieven.{address}").streaming_content)
            (folder / f"{name}.{address.partition('?')[0]}").write_bytes(content)
        rows = [values(result, "http://testserver") for result in iterate_all(ask().search)]
        transaction.set_rollback(True)
    return folder, rows


@pytest.fixture(scope="module")
def sheets(world):
    """Each spreadsheet as LibreOffice understands it."""
    folder, _ = world
    return flat.opened([folder / "excel.xlsx", folder / "libreoffice.ods"], folder / "flat")


@pytest.fixture(scope="module")
def tables(world):
    """Return each CSV file as LibreOffice understands it with a separator; and one that is live, to know that."""
    folder, _ = world
    live = folder / "levend.csv"
    live.write_text("".join(f'"{text}"\n' for text in ("=1+1", "tekst")))
    files = [folder / "komma.csv", folder / "puntkomma.csv", live]
    return cache(lambda name: flat.opened(files, folder / f"flat-{name}", READING.format(SEPARATORS[name])))


def lines(text):
    """A text with line ends of one kind, as spreadsheets keep them."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def test_every_hostile_text_is_in_the_download(world):
    _, rows = world
    texts = {row[place] for row in rows for place in range(len(COLUMNS)) if isinstance(row[place], str)}
    named = {name for row in rows for cell in row if isinstance(cell, list) for name in cell if isinstance(name, str)}
    assert set(VALUES) - texts - named == set()


@pytest.mark.parametrize("name", ["excel", "libreoffice"])
def test_spreadsheet_has_every_text_as_it_is_and_no_formula(world, sheets, name):
    _, rows = world
    assert sheets[name].formulas == []
    texts = [[row[place] for place in TEXTS] for row in sheets[name].rows[1:]]
    assert texts == [[typed(row[place]) for place in TEXTS] for row in rows]


@pytest.mark.parametrize("name", ["excel", "libreoffice"])
def test_spreadsheet_has_dates_and_numbers_as_such(world, sheets, name):
    _, rows = world
    expected = [KINDS.get(column.kind, "string") for column in COLUMNS]
    for row, types in zip(rows, sheets[name].types[1:], strict=True):
        assert types == [kind if typed(value) else "" for kind, value in zip(expected, row, strict=True)]


@pytest.mark.parametrize("name", sample(["komma", "puntkomma"], 1))
def test_csv_has_every_text_and_no_formula(world, tables, name):
    _, rows = world
    table = tables(name)[name]
    assert table.formulas == []
    texts = [[row[place] for place in TEXTS] for row in table.rows[1:]]
    assert texts == [[neutral(lines(typed(row[place]))) for place in TEXTS] for row in rows]


@pytest.mark.parametrize("separator", sample(SEPARATORS, 1))
def test_csv_has_no_formula_whatever_the_separator(tables, separator):
    assert {name: table.formulas for name, table in tables(separator).items()} == {
        "komma": [],
        "puntkomma": [],
        "levend": ["of:=1+1"],
    }
