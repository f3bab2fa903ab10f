"""The overview of a document: a row of short facts for each initiative."""

import pytest

from initiatives.choices import Phase, Scope
from initiatives.models import Initiative, Municipality
from initiatives.selection import overview
from tests.factories import make_initiative
from tests.selection import samples

pytestmark = pytest.mark.django_db


def loaded(**fields):
    return Initiative.objects.for_detail().get(pk=make_initiative(**fields).pk)


def count(slug, population):
    Municipality.objects.filter(slug=slug).update(population=population)


def test_row_of_a_shipped_initiative():
    count("almere", 211_893)
    almere = samples.shipped()[0]
    assert overview.row(almere) == (
        "Almere",
        "ongeveer 211.900",
        "Lopend (2020)",
        overview.first_sentence(almere.results),
    )


def test_row_without_results_has_a_dash():
    assert overview.row(loaded(results=" \n"))[-1] == "—"


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((936,), "ongeveer 900"),
        ((1_250,), "ongeveer 1.300"),
        ((1_249_949,), "ongeveer 1.249.900"),
        ((56_000, 1_049, 21_000), "per gemeente ongeveer 1.000 tot 56.000"),
        ((20_010, 19_990), "per gemeente ongeveer 20.000"),
        ((20_000, None), "—"),
        ((None,), "—"),
    ],
)
def test_population_is_rounded_and_from_small_to_large(numbers, text):
    slugs = ("almere", "urk", "lelystad")[: len(numbers)]
    for slug, number in zip(slugs, numbers, strict=True):
        count(slug, number)
    assert overview.population(loaded(municipalities=slugs)) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"scope": Scope.NATIONAL}, "landelijk"),
        ({"scope": Scope.REGIONAL, "region": "Twente", "municipalities": ()}, "—"),
    ],
)
def test_population_without_municipalities(fields, text):
    assert overview.population(loaded(**fields)) == text


def test_phase_has_the_year_of_the_oldest_source():
    initiative = loaded(phase=Phase.PREPARING, source="moeilijk-bereikbare-groepen")
    assert overview.phase_and_year(initiative) == "In voorbereiding (2023)"
    initiative.seen_on = None
    assert overview.phase_and_year(initiative) == "In voorbereiding"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ""),
        ("Er waren 30 mensen", "Er waren 30 mensen"),
        ("Er kwamen 1.200 mensen. De helft bleef.", "Er kwamen 1.200 mensen."),
        ("Dat hielp, o.a. De Schoor en bijv. Almere. Meer niet.", "Dat hielp, o.a. De Schoor en bijv. Almere."),
        ("Ca. 40 belden. Daarna 60.", "Ca. 40 belden."),
        ("Zij vroegen: “Mag het?” Het mocht.", "Zij vroegen: “Mag het?”"),
        ("Het werkte! 12 mensen bleven.", "Het werkte!"),
        ("Een regel zonder punt\nEen tweede.", "Een regel zonder punt"),
        ("\n\nPas later. Toen wel.", "Pas later."),
    ],
)
def test_first_sentence(text, sentence):
    assert overview.first_sentence(text) == sentence


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("precies tien", "precies tien"),
        ("net iets te lang", "net iets …"),
        ("zonderspatie" * 3, "zonderspat …"),
    ],
)
def test_shortened_ends_behind_a_word(text, short):
    assert overview.shortened(text, 12) == short
