"""What a list shows of an initiative."""

import pytest

from initiatives.choices import Phase
from initiatives.models import Initiative, SearchRow, Source
from initiatives.search.index import writer
from initiatives.search.index.cards import DEFAULTS
from tests.asking import ask
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db
MANY = ("almere", "amersfoort", "urk", "weesp", "zaanstad")


def only(query=""):
    (result,) = ask(query).search.results
    return result


@pytest.mark.parametrize(
    ("phase", "mark"),
    [
        ("idee", "2020 · was een idee"),
        ("in-voorbereiding", "2020 · in voorbereiding"),
        ("lopend", "2020 · liep toen"),
        ("afgerond", "2020 · was al klaar"),
        ("onbekend", "2020"),
    ],
)
def test_mark_has_the_year_of_the_oldest_source_and_the_phase_in_the_past_tense(no_initiatives, phase, mark):
    made = make_initiative("proef", phase=phase, searchable=False)
    made.mentions.create(source=Source.objects.get(slug="moeilijk-bereikbare-groepen"), locator="nr. 1")
    writer.reindex(Initiative.objects.all())
    assert (only().mark, made.phase_mark) == (mark, mark)


def test_mark_without_a_year_is_the_phase():
    assert [Phase(phase).mark(None) for phase in ("lopend", "onbekend")] == ["liep toen", ""]


@pytest.mark.parametrize(
    ("results", "lessons", "value", "has_results"),
    [
        ("", "", "niet-genoemd", False),
        ("Zij hielpen 40 mensen.", "", "cijfers", True),
        ("Veertig mensen deden mee, in 2020.", "", "cijfers", True),
        ("Op 3 mei 2020 begon het in wijk 21.", "", "beschreven", True),
        ("Het hielp tegen COVID-19.", "", "beschreven", True),
        ("In 2020 hielpen zij 2.500 mensen.", "Begin vroeg.", "cijfers", True),
        ("", "Bel voor 10 uur.", "beschreven", False),
    ],
)
def test_results_and_lessons_are_marked_and_filtered_by(no_initiatives, results, lessons, value, has_results):
    make_initiative("proef", results=results, lessons=lessons)
    counts = ask("").search.counts("onderbouwing")
    assert ({value: 1}, only().has_results) == (counts, has_results)
    assert only(f"onderbouwing={value}").slug == "proef"


def test_municipality_that_is_chosen_is_named_first(no_initiatives):
    make_initiative("proef", municipalities=MANY)
    places = {
        query: only(query).place for query in ("", "gemeente=zaanstad", "gemeente=amsterdam", "provincie=utrecht")
    }
    assert places == {
        "": "Almere en 4 andere gemeenten",
        "gemeente=zaanstad": "Zaanstad en 4 andere gemeenten",
        "gemeente=amsterdam": "Weesp en 4 andere gemeenten",  # a part of Amsterdam today
        "provincie=utrecht": "Almere en 4 andere gemeenten",
    }
    assert only("gemeente=urk&gemeente=zaanstad").place == "Urk en 4 andere gemeenten"


def test_region_and_few_municipalities_are_shown_as_they_are(no_initiatives):
    make_initiative("streek", scope="regionaal", region="De Veluwe", municipalities=MANY)
    assert only("gemeente=zaanstad").place == "De Veluwe"
    Initiative.objects.all().delete()
    make_initiative("drie", municipalities=MANY[:3])
    assert (only().place, only("gemeente=urk").place) == ("Almere, Amersfoort, Urk", "Almere, Amersfoort, Urk")
    assert SearchRow.objects.get().card["municipalities"] == []


def test_groups_after_the_second_are_counted(no_initiatives):
    make_initiative("proef", target_groups=("ouderen", "jongeren", "kinderen", "mantelzorgers"))
    result = only()
    assert (len(result.first_groups), len(result.other_groups)) == (2, 2)
    assert result.first_groups + result.other_groups == result.target_groups


def test_card_has_the_keys_that_this_release_knows(no_initiatives):
    make_initiative("proef")
    assert SearchRow.objects.get().card.keys() == DEFAULTS.keys()


def test_titles_are_sorted_from_their_first_letter_or_digit(no_initiatives):
    for number, title in enumerate(("zeilen", "#samen", "“Bel mij”", "Één", "100 jaar", "'t Huis", "…")):
        make_initiative(f"proef-{number}", title=title)
    titles = [result.title for result in ask("sorteer=titel").search.results]
    assert titles == ["…", "100 jaar", "“Bel mij”", "Één", "#samen", "'t Huis", "zeilen"]
