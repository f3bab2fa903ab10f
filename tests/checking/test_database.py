"""What breaks a rule of check_catalogue in the database, with doubles and places that fixtures do not have."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from initiatives.checking.content import from_database
from initiatives.checking.rules import Check
from initiatives.models import Category, Initiative, Link, Mention, Municipality, Source
from tests.factories import make_initiative

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_are_loaded")]
FIRST = "coronamaatjes-almere"


def in_database():
    return [(finding.row, finding.rule) for finding in Check(from_database()).findings]


def test_what_is_not_published_is_counted_and_not_looked_at():
    for slug, status in (("concept", "draft"), ("weg", "archived")):
        make_initiative(slug, title="Coronamaatjes Almere", status=status, summary="")
    check = Check(from_database())
    assert (check.findings, check.unpublished().total()) == ([], 2)


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


@pytest.mark.parametrize(
    "places", [{"scope": "landelijk"}, {"scope": "regionaal", "region": "Gooi", "municipalities": ()}]
)
def test_doubles_without_municipality_are_found_once(places):
    for slug in ("een", "twee"):
        make_initiative(slug, title="De soepfiets", summary="In heel Nederland.", **places)
    assert in_database() == [("een", "probable double")]


def test_name_of_the_place_makes_no_double():
    for slug, title in (("een", "Eten Haarlemmermeer"), ("twee", "Taal Haarlemmermeer")):
        make_initiative(slug, title=title, municipalities=("haarlemmermeer",))
    assert in_database() == []


def test_municipality_is_held_against_the_oldest_source_of_all():
    """Appingedam is gone since 2021: alive for the list of 2020, whatever newer source tells of it too."""
    made = make_initiative("proef", title="De soepfiets", municipalities=("appingedam",))
    newer = Source.objects.create(slug="nieuw", title="Een nieuwe bron", published="2023-05-01")
    Mention.objects.create(initiative=made, source=newer, locator="blz. 3")
    assert in_database() == []
    made.mentions.exclude(source=newer).delete()
    assert in_database() == [("proef", "municipality not alive")]


def test_municipality_of_today_in_an_old_initiative_is_found():
    Initiative.objects.get(slug=FIRST).municipalities.set([Municipality.objects.get(slug="eemsdelta")])
    assert in_database() == [(FIRST, "municipality not alive")]


def test_links_in_the_database_are_checked():
    initiative = Initiative.objects.get(slug=FIRST)
    Link.objects.create(initiative=initiative, url="https://voorbeeld.nl/een-", label="Afgebroken")
    assert in_database() == [(FIRST, "broken-looking link")]


def test_command_reads_the_database():
    Category.objects.update(description="Laagdrempelige hulp.")
    with pytest.raises(CommandError, match=f"Found {Category.objects.count()} to mend"):
        call_command("check_catalogue", database=True, stdout=StringIO(), stderr=StringIO())
