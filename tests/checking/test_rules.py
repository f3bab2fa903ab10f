"""Every rule of check_catalogue finds what breaks it, in the fixtures and in the database."""

import json
import shutil
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from initiatives.checking.content import from_database, from_fixtures
from initiatives.checking.rules import RULES, Check, is_broken
from initiatives.checking.similar import similarity
from initiatives.models import Initiative, Link, Municipality
from tests.factories import make_initiative
from tests.shipped import INITIATIVES, number_of

LIST = "initiatives/lijst-initiatieven-kwetsbare-doelgroepen.yaml"
FIRST = "coronamaatjes-almere"


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped fixtures, to change."""
    return shutil.copytree(settings.FIXTURE_DIRS[0], tmp_path / "fixtures")


def edit(folder, old, new, file=LIST):
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def findings(folder):
    content, faults = from_fixtures(folder)
    assert faults == []
    return [(each.row, each.rule) for each in Check(content).findings]


def run(*arguments, **options):
    out, errors = StringIO(), StringIO()
    call_command("check_catalogue", *arguments, stdout=out, stderr=errors, **options)
    return out.getvalue()


def test_shipped_fixtures_have_no_findings():
    content, faults = from_fixtures(settings.FIXTURE_DIRS[0])
    assert (faults, Check(content).findings) == ([], [])
    assert len(content.initiatives) == INITIATIVES


def test_json_counts_every_source_and_every_initiative_once():
    counts = json.loads(run(json=True))["counts"]
    assert len(counts) == number_of("source") + 1
    assert sum(each["records"] for each in counts.values()) == INITIATIVES
    assert sum(each["mentions"] for each in counts.values()) == number_of("mention")
    assert {name for each in counts.values() for name in each} == {"records", "mentions", *RULES}


@pytest.mark.django_db
def test_database_that_was_loaded_from_the_fixtures_gives_the_same_content():
    mine, theirs = from_database(), from_fixtures(settings.FIXTURE_DIRS[0])[0]
    assert {model: len(rows) for model, rows in mine.rows.items()} == {
        model: len(rows) for model, rows in theirs.rows.items()
    }
    assert sorted(map(str, mine.initiatives)) == sorted(map(str, theirs.initiatives))


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("    title: Coronamaatjes Almere\n", "    title: Hulp van Elly van der Kamp\n", "person suspected"),
        ("    municipalities: [[GM0034]]", "    municipalities: [[GM1979]]", "municipality not alive"),
        ("    summary: ", "    summary: Dit is laagdrempelig. ", "jargon"),
        (
            "    summary: ",
            "    summary: een twee drie vier vijf zes zeven acht negen tien elf a b c d e. ",
            "long sentence",
        ),
        ("    summary: ", "    summary: Bel met mevrouw Jansen. ", "person suspected"),
        ("    summary: ", f"    summary: {'Kort. ' * 60}", "summary over 300 characters"),
    ],
)
def test_broken_rule_is_found(folder, old, new, rule):
    edit(folder, old, new)
    assert (FIRST, rule) in findings(folder)


@pytest.mark.parametrize(
    ("field", "rule"), [("categories", "without category"), ("target_groups", "without target group")]
)
def test_empty_relation_is_found(folder, field, rule):
    path = folder / LIST
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if line.startswith(f"    {field}: "))
    lines[place] = f"    {field}: []\n"
    path.write_text("".join(lines), encoding="utf-8")
    assert findings(folder) == [(FIRST, rule)]


def test_initiative_without_mention_stands_under_no_source(folder):
    edit(folder, "initiative: [tom-in-de-buurt]", "initiative: [thuishuis-woerden]")
    content, _ = from_fixtures(folder)
    assert [(each.source, each.row, each.rule) for each in Check(content).findings] == [
        ("(geen bron)", "tom-in-de-buurt", "without mention")
    ]


@pytest.mark.django_db
def test_published_double_is_found_and_a_draft_is_not_looked_at():
    make_initiative("proef-almere", title="Coronamaatje in Almere")
    make_initiative("proef-elders", title="Coronamaatje in Almere", municipalities=("urk",))
    make_initiative("concept", title="Coronamaatjes Almere", status="draft", summary="")
    found = [(each.row, each.rule) for each in Check(from_database()).findings]
    assert found == [(FIRST, "probable double")]


@pytest.mark.django_db
def test_links_in_the_database_are_checked():
    initiative = Initiative.objects.get(slug=FIRST)
    Link.objects.create(initiative=initiative, url="https://voorbeeld.nl/een-", label="Afgebroken")
    assert [(each.row, each.rule) for each in Check(from_database()).findings] == [(FIRST, "broken-looking link")]


@pytest.mark.django_db
def test_municipality_of_today_in_an_old_initiative_is_found():
    Initiative.objects.get(slug=FIRST).municipalities.set([Municipality.objects.get(slug="eemsdelta")])
    found = [(each.rule, each.what) for each in Check(from_database()).findings]
    assert found == [("municipality not alive", "Eemsdelta")]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.voorbeeld.nl/een twee",
        "https://www.voorbeeld.nl/zin.",
        "https://www.voorbeeld.nl/half-",
        "https://voorbeeld",
        "www.voorbeeld.nl",
        "https://www.voorbeeld.nl/een\u2010twee",
        "https://www.voorbeeld.nlhttps://www.voorbeeld.nl",
        "https://www..nl/",
    ],
)
def test_broken_address_is_found(url):
    assert is_broken(url)


@pytest.mark.parametrize(
    "url",
    ["https://voorbeeld.nl", "http://www.voorbeeld.nl/a_b/~c?d=e&f=%20#g", "https://sub.een-twee.voorbeeld.nl:8443/"],
)
def test_whole_address_is_not(url):
    assert not is_broken(url)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Coronamaatjes Almere", "Coronamaatje"),
        ("De Bakfiets", "De Bakfiets!"),
        ("Belcirkel", "Telefooncirkel"),
        ("", "a"),
    ],
)
def test_similarity_is_that_of_postgresql(one, other):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT similarity(%s, %s)", [one, other])
        assert similarity(one, other) == pytest.approx(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("text", "suspected"),
    [
        ("Wij danken Piet Jansen voor zijn hulp.", ["Piet Jansen"]),
        ("Dit bedacht Fatima el Idrissi.", ["Fatima el Idrissi"]),
        ("De heer Bakker kwam.", ["De heer Bakker"]),
        ("Het Rode Kruis en het Leger des Heils helpen in Den Haag.", []),
        ("IrisZorg, Pro Persona en Radboudumc werken samen.", []),
        ("De gemeente Alphen aan den Rijn helpt.", []),
    ],
)
def test_persons_are_suspected_and_things_are_not(text, suspected):
    content, _ = from_fixtures(settings.FIXTURE_DIRS[0])
    assert list(Check(content).persons_in(text)) == suspected


def test_findings_end_the_command_with_an_error_and_are_named(folder):
    edit(folder, "    summary: ", "    summary: Dit is laagdrempelig. ")
    out, errors = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 findings"):
        call_command("check_catalogue", folder=folder, stdout=out, stderr=errors)
    assert errors.getvalue() == f"{FIRST}: jargon: summary: laagdrempelig: liever makkelijk\n"
    assert "  jargon                              1\n" in out.getvalue()


def test_fixture_that_cannot_be_read_is_said(folder):
    edit(folder, "channels: [digitaal", "channels: digitaal #")
    with pytest.raises(CommandError, match="load_catalogue names all faults"):
        call_command("check_catalogue", folder=folder)
