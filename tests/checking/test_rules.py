"""Every rule of check_catalogue finds what breaks it in the fixtures; test_database.py looks in the database."""

import json
from io import StringIO

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from initiatives.checking.content import Content, from_database, from_fixtures
from initiatives.checking.rules import ELSEWHERE, NOWHERE, RULES, Check
from initiatives.models import Initiative, Link, Mention
from tests import shipped
from tests.few import INITIATIVES, copy_few

FIRST = "coronamaatjes-almere"
FOURTEEN = "Een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien"


@pytest.fixture
def folder(tmp_path):
    """A copy of a part of the shipped fixtures, to change; names of municipalities are no names of persons."""
    return copy_few(tmp_path / "fixtures", all_municipalities=True)


def change(folder, file, model, number=0, **fields):
    """Change fields of one record of a model in a file, by its place among them."""
    path = folder / file
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    [row for row in rows if row["model"] == f"initiatives.{model}"][number]["fields"].update(fields)
    path.write_text(yaml.dump(rows, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")


def findings(folder):
    content, faults = from_fixtures(folder)
    assert faults == []
    return [(finding.row, finding.rule) for finding in Check(content).findings]


def run(**options):
    out, errors = StringIO(), StringIO()
    call_command("check_catalogue", stdout=out, stderr=errors, **options)
    return out.getvalue()


def test_shipped_fixtures_have_no_findings():
    content, faults = from_fixtures(settings.FIXTURE_DIRS[0])
    assert (faults, Check(content).findings) == ([], [])
    assert len(content.initiatives) == shipped.INITIATIVES


def test_json_counts_every_source_and_every_initiative_once():
    counts = json.loads(run(as_json=True))["counts"]
    assert list(counts)[-2:] == [NOWHERE, ELSEWHERE]
    assert len(counts) == shipped.number_of("source") + 2
    assert sum(numbers["records"] for numbers in counts.values()) == shipped.INITIATIVES
    assert sum(numbers["not published"] for numbers in counts.values()) == 1
    assert sum(numbers["mentions"] for numbers in counts.values()) == shipped.number_of("mention") - 1


@pytest.mark.django_db
def test_database_that_was_loaded_from_the_fixtures_gives_the_same_content():
    mine, theirs = from_database(), from_fixtures(settings.FIXTURE_DIRS[0])[0]
    assert {model: len(rows) for model, rows in mine.rows.items()} == {
        model: len(rows) for model, rows in theirs.rows.items()
    }
    assert sorted(map(str, mine.initiatives)) == sorted(map(str, theirs.initiatives))


# For each rule a change of the first record of a model in the list of December 2020 that breaks it.
BREAKING = {
    "without category": (Initiative, {"categories": []}),
    "without target group": (Initiative, {"target_groups": []}),
    "without mention": (Mention, {"initiative": ["tom-in-de-buurt"]}),
    "mention without locator": (Mention, {"locator": "  "}),
    "places unlike its scope": (Initiative, {"municipalities": []}),
    "region unlike its scope": (Initiative, {"region": "Gooi"}),
    "without summary": (Initiative, {"summary": " "}),
    "summary over 300 characters": (Initiative, {"summary": "Kort. " * 51}),
    "broken-looking link": (Link, {"initiative": [FIRST], "url": "https://www.voorbeeld.nl/half-"}),
    "municipality not alive": (Initiative, {"municipalities": [["GM1979"]]}),
    "story number not in the texts": (Initiative, {"story_figure": "2.00", "story_text": "leden"}),
    "long sentence": (Initiative, {"lessons": f"{FOURTEEN} vijftien zestien."}),
    "jargon": (Initiative, {"results": "De hulp is laagdrempelig."}),
    "copied run of words": (Initiative, {"description": "Geen twee."}),
    "person suspected": (Initiative, {"results": "Met dank aan Sjoerd Dijkstra."}),
    "probable double": (Initiative, {"title": "Kleurrijk Grijs in Almere"}),
    "unknown reference": (Initiative, {"organisations": [["bestaat-niet"]]}),
    "without one to three approaches": (Initiative, {"approaches": []}),
    "answer without locator": (Initiative, {"results_locator": " "}),
    "result that looks like a plan": (Initiative, {"results": "Het plan is om te bellen."}),
    "passing word in summary": (Initiative, {"summary": "Vrijwilligers bellen nu met ouderen."}),
    "tells what is not told": (Initiative, {"description": "Wie belde, vertelt de bron niet."}),
    "national without saying so": (Initiative, {"scope": "landelijk", "municipalities": []}),
    "without a group of its approach": (Initiative, {"approaches": [["opvang-voor-daklozen"]]}),
}
# What breaks the rules for other rows: a record to add, and the row that is named.
ADDED = {
    "unsupported finding": (
        {"approach": ["straatwerk"], "number": 99, "text": "Zij liepen rond.", "initiatives": [[FIRST]]},
        "finding",
        "straatwerk / 99",
    ),
    "unknown advice": (
        {"initiative": [FIRST], "target_group": ["ouderen"], "kind": "aanpak", "advice": "Loop rond."},
        "adviceexample",
        FIRST,
    ),
}


def copied(monkeypatch, run):
    """As if a source had this text: no document is here to copy from."""
    monkeypatch.setattr("initiatives.checking.rules.copied_runs", lambda text: [run] if run in text else [])


def test_every_rule_has_a_case():
    assert {*BREAKING, *ADDED} == set(RULES)


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """The contents of a part of the shipped fixtures, read once."""
    content, faults = from_fixtures(copy_few(tmp_path_factory.mktemp("few") / "fixtures", all_municipalities=True))
    assert faults == []
    return content


@pytest.mark.parametrize("rule", BREAKING)
def test_broken_rule_is_found_and_nothing_else(few, rule, monkeypatch):
    if rule == "copied run of words":
        copied(monkeypatch, "Geen twee")
    model, fields = BREAKING[rule]
    rows = list(few.rows[model])
    for number in range(3 if rule == "without mention" else 1):  # it stands in three sources
        rows[number] = rows[number] | fields
    content = Content({**few.rows, model: rows})
    assert {(finding.row, finding.rule) for finding in Check(content).findings} == {(FIRST, rule)}


@pytest.mark.parametrize("rule", ADDED)
def test_row_that_rests_on_nothing_is_found(folder, rule):
    fields, model, row = ADDED[rule]
    path = folder / "findings.yaml"
    path.write_text(yaml.dump([{"model": f"initiatives.{model}", "fields": fields}]), encoding="utf-8")
    assert findings(folder) == [(row, rule)]


def test_group_of_an_approach_may_be_a_sub_group(folder):
    fields = {"approaches": [["online-jongerenwerk"]], "target_groups": [["kwetsbare-jongeren"]]}
    change(folder, INITIATIVES, "initiative", **fields)
    assert findings(folder) == []


def test_run_that_goes_on_in_the_next_text_is_copied(monkeypatch):
    copied(monkeypatch, "einde\nbegin")
    content, _ = from_fixtures(settings.FIXTURE_DIRS[0])
    content.initiatives[0].update(summary="Het einde", description="begin van iets", scope="onbekend")
    assert [finding.rule for finding in Check(content).findings] == ["copied run of words"]


def test_vocabulary_links_and_examples_are_checked_as_well(folder):
    change(folder, "categories.yaml", "category", description="Laagdrempelige hulp.")
    change(folder, "target_groups.yaml", "targetgroup", reach=[f"{FOURTEEN} vijftien zestien."])
    change(folder, "organisations.yaml", "organisation", name="Sjoerd Dijkstra")
    change(folder, "recommendations.yaml", "illustration", why="Bedacht door mw. A. de Vries.")
    change(folder, INITIATIVES, "link", label="Sjoerd de Wit")
    content, _ = from_fixtures(folder)
    of_vocabulary = Check(content).findings
    assert {finding.source for finding in of_vocabulary} == {ELSEWHERE}
    assert sorted({finding.rule for finding in of_vocabulary}) == ["jargon", "long sentence", "person suspected"]
    assert len({finding.row for finding in of_vocabulary}) == 5


def test_findings_end_the_command_with_an_error_and_are_named(folder):
    change(folder, INITIATIVES, "initiative", summary="Dit is laagdrempelig.")
    out, errors = StringIO(), StringIO()
    with pytest.raises(CommandError, match="Found 1 to mend"):
        call_command("check_catalogue", folder=folder, stdout=out, stderr=errors)
    assert errors.getvalue() == f"{FIRST}: jargon: summary: laagdrempelig (say: makkelijk)\n"
    assert "  jargon                              1\n" in out.getvalue()


@pytest.mark.parametrize(
    ("model", "fields", "message"),
    [
        ("initiative", {"channels": "digitaal"}, "moet een lijst van teksten zijn"),
        ("initiative", {"title": None}, "mag niet null zijn"),
        ("initiative", {"municipalities": [["GM0034", "x"]]}, "moet een lijst van sleutels zijn"),
        ("initiative", {"samenvatting": "x"}, "samenvatting is no field"),
    ],
)
def test_fixture_that_cannot_be_read_is_said(folder, model, fields, message):
    change(folder, INITIATIVES, model, **fields)
    with pytest.raises(CommandError, match=message):
        call_command("check_catalogue", folder=folder)


def test_missing_field_is_said(folder):
    text = (folder / "sources.yaml").read_text(encoding="utf-8")
    (folder / "sources.yaml").write_text(text.replace("    published: 2020-12-01\n", "", 1), encoding="utf-8")
    with pytest.raises(CommandError, match="published is missing"):
        call_command("check_catalogue", folder=folder)


@pytest.mark.django_db
def test_nothing_to_check_is_an_error(folder, tmp_path):
    with pytest.raises(CommandError, match="is missing"):
        call_command("check_catalogue", folder=tmp_path / "nergens")
    for path in (folder / "initiatives").iterdir():
        path.write_text("[]", encoding="utf-8")
    (folder / "recommendations.yaml").write_text("[]", encoding="utf-8")
    with pytest.raises(CommandError, match="no published initiative"):
        call_command("check_catalogue", folder=folder)


@pytest.mark.django_db
def test_database_without_tables_is_said_in_one_line():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE initiatives_province RENAME TO weg")
    with pytest.raises(CommandError, match="is it migrated"):
        call_command("check_catalogue", database=True)
