"""Reading fixture files: rows with their place, or faults that name it."""

import pytest
from django.conf import settings

from initiatives.importing.fixture_reader import read
from initiatives.models import Initiative, Mention
from tests.few import copy_few

CATEGORIES = "categories.yaml"


@pytest.fixture
def folder(tmp_path):
    """A copy of a part of the shipped fixtures, to spoil."""
    return copy_few(tmp_path / "fixtures")


def faults_with(folder, file, text):
    (folder / file).write_text(text, encoding="utf-8")
    return [str(fault) for fault in read(folder)[1]]


def test_shipped_fixtures_have_no_faults():
    records, faults = read(settings.FIXTURE_DIRS[0])
    assert faults == []
    assert sum(record.model is Initiative for record in records) >= 33


def test_record_knows_its_place_and_key():
    records, _ = read(settings.FIXTURE_DIRS[0])
    file = "initiatives/lijst-initiatieven-kwetsbare-doelgroepen.yaml"
    mention = next(record for record in records if record.model is Mention and record.file == file)
    assert mention.key == ("coronamaatjes-almere", "lijst-initiatieven-kwetsbare-doelgroepen", "nr. 1")
    lines = (settings.FIXTURE_DIRS[0] / mention.file).read_text(encoding="utf-8").splitlines()
    assert lines[mention.line - 1] == "- model: initiatives.mention"


def test_missing_file_is_a_fault(folder):
    (folder / CATEGORIES).unlink()
    assert [str(fault) for fault in read(folder)[1]] == ["categories.yaml:0 file: is missing"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- a: b: c", "categories.yaml:1 file: mapping values are not allowed"),
        ("just: one", "categories.yaml:1 file: is not a list of records"),
        ("", "categories.yaml:1 file: is not a list of records"),
        ("- text", "categories.yaml:0 record 1: needs exactly `model` and `fields`"),
        ("- model: initiatives.category", "categories.yaml:1 record 1: needs exactly `model` and `fields`"),
        (
            "- {model: initiatives.category, pk: 3, fields: {slug: a}}",
            "categories.yaml:1 record 1: needs exactly `model` and `fields`",
        ),
        ("- {model: auth.user, fields: {}}", "categories.yaml:1 record 1: auth.user is no model of the catalogue"),
        ("- {model: nonsense, fields: {}}", "categories.yaml:1 record 1: nonsense is no model of the catalogue"),
        ("- {model: initiatives.category, fields: {name: A}}", "categories.yaml:1 category: has no slug"),
        (
            "- {model: initiatives.category, fields: {slug: a, slug: b}}",
            "categories.yaml:1 file: slug stands there twice",
        ),
    ],
)
def test_unreadable_file_gives_place_and_reason(folder, text, fault):
    assert faults_with(folder, CATEGORIES, text)[0].startswith(fault)


def test_record_that_stands_twice_names_the_first(folder):
    row = "- {model: initiatives.category, fields: {slug: a, name: A}}\n"
    assert faults_with(folder, CATEGORIES, row + row) == [
        "categories.yaml:2 category a: stands there twice, first in categories.yaml:1"
    ]


def test_file_that_is_no_utf8_is_a_fault(folder):
    (folder / CATEGORIES).write_bytes(b"- \xff\xfe")
    assert str(read(folder)[1][0]).startswith("categories.yaml:0 file: ")
