"""Every rule of check_catalogue finds what breaks it, in the fixtures and in the database."""

import json
from io import StringIO

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from initiatives.checking.content import from_database, from_fixtures
from initiatives.checking.rules import ELSEWHERE, NOWHERE, RULES, Check
from initiatives.models import Category, Initiative, Link, Mention, Municipality, Source
from tests import shipped
from tests.factories import make_initiative
from tests.few import INITIATIVES, copy_few

FIRST = "coronamaatjes-almere"
FOURTEEN = "Een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien"


@pytest.fixture
def folder(tmp_path):
    """A copy of a part of the shipped fixtures, to change."""
    return copy_few(tmp_path / "fixtures")


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


def in_database():
    return [(finding.row, finding.rule) for finding in Check(from_database()).findings]


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
    "without category": ("initiative", {"categories": []}),
    "without target group": ("initiative", {"target_groups": []}),
    "without mention": ("mention", {"initiative": ["tom-in-de-buurt"]}),
    "mention without locator": ("mention", {"locator": "  "}),
    "places unlike its scope": ("initiative", {"municipalities": []}),
    "region unlike its scope": ("initiative", {"region": "Gooi"}),
    "without summary": ("initiative", {"summary": " "}),
    "summary over 300 characters": ("initiative", {"summary": "Kort. " * 51}),
    "broken-looking link": ("link", {"initiative": [FIRST], "url": "https://www.voorbeeld.nl/half-"}),
    "municipality not alive": ("initiative", {"municipalities": [["GM1979"]]}),
    "story number not in the texts": ("initiative", {"story_figure": "2.00", "story_text": "leden"}),
    "long sentence": ("initiative", {"lessons": f"{FOURTEEN} vijftien zestien."}),
    "jargon": ("initiative", {"results": "De hulp is laagdrempelig."}),
    "copied run of words": ("initiative", {"description": "Geen twee."}),
    "person suspected": ("initiative", {"results": "Met dank aan Sjoerd Dijkstra."}),
    "probable double": ("initiative", {"title": "Kleurrijk Grijs in Almere"}),
    "unknown reference": ("initiative", {"organisations": [["bestaat-niet"]]}),
    "without one to three approaches": ("initiative", {"approaches": []}),
    "answer without locator": ("initiative", {"results_locator": " "}),
    "result that looks like a plan": ("initiative", {"results": "Het plan is om te bellen."}),
    "passing word in summary": ("initiative", {"summary": "Vrijwilligers bellen nu met ouderen."}),
    "tells what is not told": ("initiative", {"description": "Wie belde, vertelt de bron niet."}),
    "national without saying so": ("initiative", {"scope": "landelijk", "municipalities": []}),
    "without a group of its approach": ("initiative", {"approaches": [["opvang-voor-daklozen"]]}),
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


@pytest.mark.parametrize("rule", BREAKING)
def test_broken_rule_is_found_and_nothing_else(folder, rule, monkeypatch):
    if rule == "copied run of words":
        copied(monkeypatch, "Geen twee")
    model, fields = BREAKING[rule]
    for number in range(3 if rule == "without mention" else 1):  # it stands in three sources
        change(folder, INITIATIVES, model, number, **fields)
    assert set(findings(folder)) == {(FIRST, rule)}


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


@pytest.mark.django_db
def test_draft_is_counted_and_not_looked_at():
    make_initiative("concept", title="Coronamaatjes Almere", status="draft", summary="")
    check = Check(from_database())
    assert (check.findings, check.unpublished().total()) == ([], 2)  # with the one that the fixtures withdrew


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({"municipalities": ("almere",)}, [(FIRST, "probable double")]),
        ({"municipalities": ("urk",)}, []),
        ({"scope": "regionaal", "region": "Gooi", "municipalities": ("almere", "urk")}, [(FIRST, "probable double")]),
    ],
)
def test_double_is_looked_for_in_the_same_place(places, expected):
    make_initiative("proef", title="Coronamaatje in Almere", **places)
    assert in_database() == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    "places", [{"scope": "landelijk"}, {"scope": "regionaal", "region": "Gooi", "municipalities": ()}]
)
def test_doubles_without_municipality_are_found_once(places):
    for slug in ("een", "twee"):
        make_initiative(slug, title="De soepfiets", summary="In heel Nederland.", **places)
    assert in_database() == [("een", "probable double")]


@pytest.mark.django_db
def test_name_of_the_place_makes_no_double():
    for slug, title in (("een", "Eten Haarlemmermeer"), ("twee", "Taal Haarlemmermeer")):
        make_initiative(slug, title=title, municipalities=("haarlemmermeer",))
    assert in_database() == []


@pytest.mark.django_db
def test_municipality_is_held_against_the_oldest_source_of_all():
    """Appingedam is gone since 2021: alive for the list of 2020, whatever newer source tells of it too."""
    made = make_initiative("proef", title="De soepfiets", municipalities=("appingedam",))
    newer = Source.objects.create(slug="nieuw", title="Een nieuwe bron", published="2023-05-01")
    Mention.objects.create(initiative=made, source=newer, locator="blz. 3")
    assert in_database() == []
    made.mentions.exclude(source=newer).delete()
    assert in_database() == [("proef", "municipality not alive")]


@pytest.mark.django_db
def test_municipality_of_today_in_an_old_initiative_is_found():
    Initiative.objects.get(slug=FIRST).municipalities.set([Municipality.objects.get(slug="eemsdelta")])
    assert in_database() == [(FIRST, "municipality not alive")]


@pytest.mark.django_db
def test_links_in_the_database_are_checked():
    initiative = Initiative.objects.get(slug=FIRST)
    Link.objects.create(initiative=initiative, url="https://voorbeeld.nl/een-", label="Afgebroken")
    assert in_database() == [(FIRST, "broken-looking link")]


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


@pytest.mark.django_db
def test_command_reads_the_database(folder):
    Category.objects.update(description="Laagdrempelige hulp.")
    with pytest.raises(CommandError, match=f"Found {Category.objects.count()} to mend"):
        call_command("check_catalogue", database=True, stdout=StringIO(), stderr=StringIO())
